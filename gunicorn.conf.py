"""How gunicorn runs here: no line about a visit, no address of a visitor, no trust in what a header says."""

import ctypes
import gc
from typing import Any

from gunicorn.glogging import Logger

M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3  # of malloc.h


class NoAddresses(Logger):
    """Leaves out the one message in which gunicorn names the address of who asked."""

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        if not str(msg).startswith("Invalid request from ip="):
            super().warning(msg, *args, **kwargs)


accesslog = None
logger_class = NoAddresses
# Whether a proxy ends TLS is for TRUSTED_PROXY to say (docs/running.md); gunicorn itself believes no such header.
forwarded_allow_ips = ""
# Workers with threads are not stopped in the middle of a long answer.
threads = 4
# The site is loaded once, and the workers share the memory that it takes. A new release needs a restart.
preload_app = True


def give_memory_back() -> None:
    """Lets the C library of Linux (glibc) keep little of what is free; left alone, it keeps some for each thread."""
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(M_ARENA_MAX, 1)
        library.mallopt(M_MMAP_THRESHOLD, 256 * 1024)


def when_ready(server: Any) -> None:
    """What has been loaded stays: Python need not look through it for garbage in the middle of answers.

    To look would give each worker a copy of its own, too.
    """
    from django.urls import get_resolver

    give_memory_back()
    get_resolver().check()  # which loads all pages
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Each worker begins with its search index, before anybody asks; until it is made, the database answers."""
    from django.conf import settings

    from recommendations.search.keeping import keeper

    if settings.SEARCH_INDEX and "public" in settings.SITE_FACES:
        keeper.begin()
