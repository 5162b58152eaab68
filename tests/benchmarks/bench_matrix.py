"""How the time for a matrix of recommendations grows with its rows: python -m tests.benchmarks.bench_matrix

Each size is made in a process of its own, whose peak of memory is told, and that of the process that sets the PDF. What
counts are the ratios within one run; seconds are those of the machine.
"""

import datetime
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import django

SIZES = (107, 214, 428, 856, 1712)  # paragraphs; China 2024 has 428
MIB = 1024  # kilobytes
TEXT = "Invent a better teapot, number {0}, with {1} spouts and the lid that goes with them, and tell the kettles of it"
THEMES = ("Pots", "Kettles", "Spoons", "Trays")


def recorded(count: int):
    """A published review of so many paragraphs, each with States, position, themes and an assessment."""
    from recommendations.models import (
        AnnouncedTally,
        Assessment,
        AssessmentCitation,
        Recommendation,
        RecommendationPosition,
        RecommendingState,
        Tag,
    )
    from tests.records import a_review, a_source, a_state, an_organisation, themes_of

    report, addendum = (a_source(symbol=f"A/HRC/59/15{add}", issued_on="2025") for add in ("", "/Add.1"))
    review = a_review("SVN", 48, report=report, addendum=addendum)
    themes, friends, states = (
        themes_of("ohchr-themes-2019", *THEMES),
        an_organisation(),
        [a_state("FRA"), a_state("PER")],
    )
    made = [
        Recommendation(review=review, paragraph=f"140.{n}", text=TEXT.format(n, n % 7)) for n in range(1, count + 1)
    ]
    for one in made:
        one.key, one.sort_key = one.paragraph, one.paragraph.rjust(10, "0")
    Recommendation.objects.bulk_create(made)
    positions, senders, tags, judged = [], [], [], []
    for n, one in enumerate(made):
        of = {"recommendation": one}
        category = ("accepted", "noted", "rejected")[n % 3]
        positions.append(RecommendationPosition(category=category, source=addendum, locator="para. 3", **of))
        senders += [RecommendingState(state=state, **of) for state in states]
        tags += [Tag(theme=theme, origin=Tag.Origin.IMPORTED, **of) for theme in themes[n % 3 :]]
        judged.append(Assessment(organisation=friends, judgement="weak", reasons=TEXT.format(n, 3), **of))
    for model, rows in ((RecommendationPosition, positions), (RecommendingState, senders), (Tag, tags)):
        model.objects.bulk_create(rows)
    Assessment.objects.bulk_create(judged)
    AssessmentCitation.objects.bulk_create(
        AssessmentCitation(assessment=one, source=report, locator="para. 1") for one in judged
    )
    AnnouncedTally.objects.create(review=review, total=count, accepted=count, source=addendum)
    return review


def one_size(count: int) -> None:
    """Prints the seconds for the draft, DOCX, PDF, XLSX and CSV, and the peaks of memory in MiB."""
    from django.core.management import call_command

    from exports import csv_file, docx_file, pdf_file, xlsx_file
    from recommendations.models import Session
    from reports.asked import Asked
    from reports.kinds import KINDS
    from tests.benchmarks.bench_papers import seconds

    call_command("migrate", verbosity=0)
    review = recorded(count)
    asked = Asked("matrix", Session.objects.first(), datetime.date(2026, 1, 31), reviews=(review,), form="2019")
    drafts = []
    times = [seconds(lambda: drafts.append(KINDS["matrix"].draft(asked, None)))]
    draft = drafts[0]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times.extend(seconds(work) for work in _works(draft, docx_file, pdf_file, xlsx_file, csv_file))
    peaks = [resource.getrusage(who).ru_maxrss // MIB for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(*(f"{one:.3f}" for one in times), before // MIB, *peaks)


def _works(draft, docx_file, pdf_file, xlsx_file, csv_file) -> list[Callable[[], object]]:
    return [
        lambda: docx_file.write(draft.document),
        lambda: pdf_file.write(draft.document),
        lambda: xlsx_file.write(draft.table, tempfile.TemporaryFile()),
        lambda: b"".join(csv_file.stream(draft.table)),
    ]


def main() -> None:
    names = ("draft", "docx", "pdf", "xlsx", "csv")
    print(
        f"{'rows':>6} " + " ".join(f"{name:>8}" for name in names) + "   MiB before, after, of the child that sets it"
    )
    first: list[float] = []
    for count in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.bench_matrix", str(count)],
                env={"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "DJANGO_SETTINGS_MODULE": "tests.settings"},
                capture_output=True,
                text=True,
                check=True,
                cwd=Path(__file__).resolve().parents[2],
            )
        *times, before, after, child = done.stdout.split()
        taken = [float(one) for one in times]
        first = first or taken
        print(f"{count:>6} " + " ".join(f"{one:>7.2f}s" for one in taken) + f"   {before}, {after}, {child}")
        rows = count / SIZES[0]
        print(
            f"{'':>6} "
            + " ".join(f"{one / one_first / rows:>8.2f}" for one, one_first in zip(taken, first, strict=True))
            + "   of linear growth"
        )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        django.setup()
        one_size(int(sys.argv[1]))
    else:
        main()
