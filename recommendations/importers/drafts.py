"""Draft recommendations, released two days after a review, with numbers of their own until the report comes."""

from recommendations.models import KeyRedirect, PlaceNames, Recommendation, Review

from .matching import Record
from .problems import Problem


class Drafts:
    """The recommendations of a review that are known by their draft alone, as its report is read."""

    def __init__(self, review: Review, record: Record) -> None:
        self.review, self.record = review, record
        self.recommendations = [e.recommendation for e in record.found if e.is_draft]
        self.former: dict[int, tuple[str, str]] = {}  # the draft's key, and the one in its place meanwhile

    def give_up_numbers(self) -> None:
        """Frees the draft's numbers, which mean other paragraphs in the report."""
        places = PlaceNames.load()
        for recommendation in self.recommendations:
            former = recommendation.key
            recommendation.paragraph = recommendation.key = ""
            tagged = [tag.theme_id for tag in recommendation.tags.all()]
            recommendation.derive(places, tagged, [other.text for other in recommendation.texts.all()])
            self.former[recommendation.pk] = (former, recommendation.key)
            Recommendation.objects.filter(pk=recommendation.pk).update(
                paragraph="",
                key=recommendation.key,
                sort_key=recommendation.sort_key,
                search_words=recommendation.search_words,
            )
        self.record.keys -= {former for former, _meanwhile in self.former.values()}
        self.record.keys |= {meanwhile for _former, meanwhile in self.former.values()}

    def lead_on(self, file: str) -> list[Problem]:
        """Lets the draft's addresses lead on; tells what the report does not hold, which stays without a number."""
        problems = []
        keys = set(self.review.recommendations.values_list("key", flat=True))
        for recommendation in self.review.recommendations.filter(pk__in=self.former):
            former, meanwhile = self.former[recommendation.pk]
            if not recommendation.paragraph:
                text = recommendation.text[:60]
                message = f"The report does not hold {former} of the draft, “{text}…”: kept without a number."
                problems.append(Problem("warning", message, file))
            else:
                KeyRedirect.objects.filter(review=self.review, old_key=meanwhile).delete()
            if former not in keys:
                KeyRedirect.objects.update_or_create(
                    review=self.review, old_key=former, defaults={"recommendation": recommendation}
                )
        return problems
