"""The index of this process: made anew beside the answers whenever the data have changed, and never used when stale."""

import logging
import threading
import time

from django.conf import settings
from django.db import DatabaseError, connection

from recommendations.models.data_version import Version

from .index import Index

log = logging.getLogger(__name__)


class Keeper:
    """Holds one index. Who asks never waits: without the right one they go to the database."""

    def __init__(self) -> None:
        self._index: Index | None = None
        self._lock = threading.Lock()
        self._not_before = 0.0  # by the clock that counts from the start of the machine

    def index_of(self, version: Version) -> Index | None:
        """The index of exactly this version of the data; else None, and one is begun unless one is being made."""
        if not version.is_known or not settings.SEARCH_INDEX:
            return None
        index = self._index
        if index and index.version == version:
            return index
        self.begin()
        return None

    def begin(self) -> None:
        """Begins to make an index in a thread of its own, unless that is being done, or was done just now."""
        if time.monotonic() >= self._not_before and self._lock.acquire(blocking=False):
            threading.Thread(target=self._make, name="search index", daemon=True).start()

    def _make(self) -> None:
        began = time.monotonic()
        try:
            self._index = Index.build()
        except DatabaseError:
            log.exception("The search index could not be made; the search goes to the database.")
        finally:
            # Where the data change all the time, half of the time is left to the answers.
            self._not_before = 2 * time.monotonic() - began
            connection.close()
            self._lock.release()

    def keep(self, index: Index | None) -> None:
        """Takes an index that was made elsewhere, or forgets the one that there is."""
        self._index = index


keeper = Keeper()
