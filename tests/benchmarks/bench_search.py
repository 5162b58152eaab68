"""How much the index saves, on the database of DATABASE_URL: python -m tests.benchmarks.bench_search

Reads only. Each question is asked in turn of the page from SQL and of the page from the index, in one process; what
counts are the ratios within one run. `index` is of rows that no page had yet, `again` of rows that one had.
"""

import os
import statistics
import time
from collections.abc import Callable

import django
import django.urls

TIMES = 9  # of which the middle one counts
QUESTIONS = {
    "everything": "",
    "one State, noted": "state=CHN&position=noted",
    "a word": "q=torture",
    "a common word": "q=rights",
    "a word, noted": "q=torture&position=noted",
    "by action, page 20": "sort=action&page=20",
}


def took(ask: Callable[[], object]) -> float:
    """Milliseconds of the processor, which other programs disturb less than the clock."""
    start = time.thread_time()
    ask()
    return (time.thread_time() - start) * 1000


def middle(ask: Callable[[], object], times: int = TIMES) -> float:
    return statistics.median(took(ask) for _ in range(times))


def main() -> None:
    """Prints a table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_tracker.settings")
    django.setup()
    from django.conf import settings
    from django.http import HttpResponse
    from django.test import Client

    from recommendations.models import DataVersion, Recommendation
    from recommendations.models.remembering import reading
    from recommendations.rows import kept_rows
    from recommendations.search.index import Index
    from recommendations.search.keeping import keeper
    from upr_tracker import urls

    settings.ALLOWED_HOSTS = ["testserver"]
    urls.urlpatterns.insert(0, django.urls.path("empty", lambda request: HttpResponse(b"")))
    client = Client()
    start = time.perf_counter()
    index = Index.build()
    count = Recommendation.objects.published().count()
    print(f"{count} published recommendations; the index took {time.perf_counter() - start:.2f} s")
    print(f"{'question':20} {'SQL ms':>9} {'index ms':>9} {'again ms':>9} {'index/SQL':>10} {'again/SQL':>10}")

    def forget_rows() -> None:
        with reading(DataVersion.objects.current()):
            kept_rows().clear()

    for name, query in QUESTIONS.items():
        address = f"/recommendations/?{query}"
        settings.SEARCH_INDEX = False
        by_sql = middle(lambda address=address: (forget_rows(), client.get(address)))
        settings.SEARCH_INDEX = True
        keeper.keep(index)
        by_index = middle(lambda address=address: (forget_rows(), client.get(address)))
        again = middle(lambda address=address: client.get(address))
        print(f"{name:20} {by_sql:9.1f} {by_index:9.1f} {again:9.1f} {by_index / by_sql:10.3f} {again / by_sql:10.3f}")
    etag = client.get("/recommendations/").headers["ETag"]
    unchanged = middle(lambda: client.get("/recommendations/", headers={"if-none-match": etag}), 300)
    empty = middle(lambda: client.get("/empty"), 300)
    print(f"unchanged page {unchanged:.2f} ms, empty view {empty:.2f} ms: {unchanged / empty:.2f}")


if __name__ == "__main__":
    main()
