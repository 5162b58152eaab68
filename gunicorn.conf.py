"""How gunicorn runs here: no line about a visit, no address of a visitor, no trust in what a header says."""

import gc
from typing import Any

from gunicorn.glogging import Logger


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


def post_worker_init(worker: Any) -> None:
    """Each worker begins with its search index, before anybody asks; until it is made, the database answers.

    What it has loaded stays: Python need not look through it for garbage again and again, in the middle of answers.
    """
    from django.conf import settings
    from django.urls import get_resolver

    from recommendations.search.keeping import keeper

    get_resolver().check()  # which loads all pages
    gc.collect()
    gc.freeze()
    if settings.SEARCH_INDEX and "public" in settings.SITE_FACES:
        keeper.begin()
