import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from recommendations.analysis import Comparison, by_un_class, compare
from recommendations.models import CATEGORIES, AnnouncedTally, Reading, Review
from recommendations.reconciliation import WHOLE, Reconciliation, reconcile


class Command(BaseCommand):
    help = (
        "Sets what was announced of each review beside what is recorded, by unit and category. Fails where a "
        "review of which a whole file was imported differs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        tallies = AnnouncedTally.objects.select_related("review__state", "review__wg_session", "source")
        compared = compare(tallies.order_by("review__slug", "unit", "pk"))
        failed = [c for c in compared if c.is_wrong]
        read = Reading.objects.current().filter(format__in=WHOLE).values("recommendation__review")
        reviews = Review.objects.filter(pk__in=read).select_related("state", "wg_session").order_by("slug")
        reconciled = [reconcile(review) for review in reviews]
        if options["json"]:
            report = {
                "tallies": [as_dict(c) for c in compared],
                "differing": len(failed),
                "documents": [documents_as_dict(r) for r in reconciled],
            }
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            for comparison in compared:
                self.show(comparison)
            for result in reconciled:
                self.show_documents(result)
        if failed:
            self.stderr.write(self.style.ERROR(f"{len(failed)} imported reviews differ from what was announced."))
            sys.exit(1)

    def show_documents(self, result: Reconciliation) -> None:
        for _name, label, counts in result.counts:
            numbers = ", ".join(f"{category.replace('_', ' ')} {n}" for category, n in counts.items())
            self.stdout.write(f"{result.review.slug}, counted from {label}: {numbers}")
        for difference in result.open:
            said = "; ".join(f"{s.document}: {s.category_label or s.words}" for s in difference.said)
            self.stdout.write(
                f"{result.review.slug}, paragraph {difference.recommendation.paragraph}, "
                f"{difference.kind_label} differs: {said}"
            )

    def show(self, comparison: Comparison) -> None:
        announced, recorded = comparison.announced, comparison.recorded
        numbers = ", ".join(
            f"{category.replace('_', ' ')} {announced.counts.get(category, 0)}/{recorded.counts.get(category, 0)}"
            for category in CATEGORIES
            if category in announced.counts or category in recorded.counts
        )
        if not recorded.complete:
            verdict = f"recorded {recorded.total} of {announced.total}"
        elif comparison.agrees:
            verdict = "agrees"
        elif comparison.is_overtaken:
            verdict = f"differed before adoption: {', '.join(comparison.differences)}"
        else:
            verdict = f"differs: {', '.join(comparison.differences)}"
        line = f"{announced.review.slug}, {announced.unit}, {announced.source}: announced/recorded {numbers}; {verdict}"
        self.stdout.write(line)


def documents_as_dict(result: Reconciliation) -> dict[str, object]:
    """What the documents of one review come to, and where they disagree, for the JSON report."""
    return {
        "review": result.review.slug,
        "counted": {name: counts for name, _label, counts in result.counts},
        "open_differences": [
            {
                "paragraph": difference.recommendation.paragraph,
                "kind": difference.kind,
                "said": [
                    {"document": said.document, "category": said.category, "words": said.words, "where": said.where}
                    for said in difference.said
                ],
            }
            for difference in result.open
        ],
    }


def as_dict(comparison: Comparison) -> dict[str, object]:
    """One comparison for the JSON report."""
    announced, recorded = comparison.announced, comparison.recorded
    return {
        "review": announced.review.slug,
        "unit": str(announced.unit),
        "source": str(announced.source),
        "complete": recorded.complete,
        "agrees": comparison.agrees,
        "overtaken": comparison.is_overtaken,
        "differences": comparison.differences,
        "announced": announced.counts | {"total": announced.total},
        "recorded": recorded.counts | {"total": recorded.total},
        "announced_by_un_class": by_un_class(announced.counts),
        "recorded_by_un_class": by_un_class(recorded.counts),
    }
