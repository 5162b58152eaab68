"""How the time for reading papers grows with their pages: python -m tests.benchmarks.bench_papers

What counts are the ratios within one run; seconds are those of the machine.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import django

SIZES = (20, 40, 80, 160, 320)  # pages
TIMES = 3  # of which the quickest counts
PER_PAGE = 45  # lines
LINES = 3  # of a recommendation
FIRST = 140  # the paragraph of the report that begins to list them
IN_LIST, IN_ANSWER = 300, 10  # recommendations in a paragraph of the report, and of the addendum
TEXT = "Invent a better teapot, number {0}, with {1} spouts and the lid that goes with them, " * 2
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "un-reports"


@dataclass(frozen=True)
class Papers:
    """A report and its addendum, each of about as many pages; how many paragraphs they have."""

    pages: int
    paragraphs: int
    report: bytes
    addendum: bytes


def papers_of(pages: int) -> Papers:
    """Makes a report that lists recommendations on so many pages, and an addendum that answers each of them."""
    from tests.importers.papers import CLOSING, LATER, report, report_pdf

    count = pages * PER_PAGE // LINES
    listed, answered = [], []
    for at in range(count):
        paragraph, text = f"{FIRST + at // IN_LIST}.{at % IN_LIST + 1}", TEXT.format(at, at + 1)
        if at % IN_LIST == 0:
            listed.append(f"{FIRST + at // IN_LIST}. {LATER}")
        listed.append(f"{paragraph} {text}(France) (Peru);")
        number = f"{at // IN_ANSWER + 1}. " if at % IN_ANSWER == 0 else ""
        answered.append(f"{number}Slovenia {'accepts' if at % 3 else 'notes'} recommendation {paragraph}. {text}.")
    before = [f"{number}. The delegation spoke of tea." for number in range(3, FIRST)]
    closing = f"{FIRST + count // IN_LIST + 1}. {CLOSING}"
    return Papers(
        pages,
        count,
        report_pdf(report(*before, *listed, closing), per_page=PER_PAGE),
        report_pdf(answered, "A/HRC/59/15/Add.1", addendum="Addendum", per_page=PER_PAGE),
    )


def read(papers: Papers) -> None:
    """Reads both; insists that every paragraph was read."""
    from recommendations.importers.reading_files import parse
    from tests.importers.files import opened, state_names

    for raw in (papers.report, papers.addendum):
        file = parse(opened(raw), "auto", state_names())
        found = len(file.reviews[0].rows)
        if found != papers.paragraphs:
            raise SystemExit(f"{found} of {papers.paragraphs} paragraphs of the {file.format} were read.")


def quickest(work: Callable[[], object], times: int = TIMES) -> float:
    """Seconds that it takes at best."""
    return min(seconds(work) for _ in range(times))


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def tell_growth() -> None:
    """Prints the time for each size, by page, and as a ratio to half the size: 2 is linear, 4 quadratic."""
    print("pages  paragraphs  seconds  ms a page  times that of half the pages")
    before = 0.0
    for pages in SIZES:
        papers = papers_of(pages)
        taken = quickest(lambda papers=papers: read(papers))
        ratio = f"{taken / before:.2f}" if before else ""
        print(f"{pages:5}  {papers.paragraphs:10}  {taken:7.2f}  {1000 * taken / pages / 2:9.2f}  {ratio}")
        before = taken


def tell_real() -> None:
    """Prints the time for importing a real report and addendum of 254 paragraphs, as the command does it."""
    files = [REAL / "A-HRC-59-15.pdf", REAL / "A-HRC-59-15-Add.1.pdf"]
    if not all(file.is_file() for file in files):
        print("The real papers are not on this machine (../shared/data/un-reports).")
        return
    from django.db import connection

    from tests.importers.files import run_import

    connection.creation.create_test_db(verbosity=0)
    outcomes = []
    taken = seconds(lambda: outcomes.append(run_import(*files)))
    (review,) = outcomes[0].report["reviews"]
    print(f"A/HRC/59/15 and its addendum: {review['paragraphs']} paragraphs imported in {taken:.1f} s (at most 10)")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    tell_growth()
    tell_real()
