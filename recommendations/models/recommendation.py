"""Recommendations: numbered paragraphs of a Working Group report, who made them, and what the State answered."""

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from recommendations import words
from recommendations.languages import comma

from .history import Tracked, TrackedQuerySet
from .partial_date import PartialDate
from .place_names import PlaceNames
from .position import UN_CLASS, Category, RecommendationPosition, path_of
from .review import Review
from .source import LANGUAGES, Citation
from .state import State
from .theme import Tag


class ActionCategory(models.IntegerChoices):
    """UPR Info's category of the action asked for, by its verb; not a judgement of its worth."""

    MINIMAL = 1, _("Minimal: call on, seek, share")
    CONTINUING = 2, _("Continuing: continue, maintain, pursue")
    CONSIDERING = 3, _("Considering: consider, examine, explore")
    GENERAL = 4, _("General: ensure, promote, strengthen")
    SPECIFIC = 5, _("Specific: adopt, ratify, abolish, investigate")


def text_key(text: str) -> str:
    """The key of a recommendation without a paragraph number: u and ten hex digits of SHA-256 over its text.

    Entities are decoded, the text is NFKC, casefolded, white space folded, and nothing else is stripped.
    """
    plain = " ".join(unicodedata.normalize("NFKC", html.unescape(text)).casefold().split())
    return "u" + hashlib.sha256(plain.encode()).hexdigest()[:10]


PARAGRAPH = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,3}[a-z]?")  # 28.5, and 28.5a for a part of it


def sort_key(key: str) -> str:
    """Sorts 28.9 before 28.10, and recommendations without a paragraph number after all numbered ones."""
    if key.startswith("u"):
        return key
    return re.sub(r"[0-9]+", lambda number: number[0].zfill(5), key)


def search_entry(
    text: str, paragraph: str, places: PlaceNames, tagged: Iterable[int] = (), others: Iterable[str] = ()
) -> str:
    """The search words of a recommendation: its text and paragraph, and the names of the territories in it.

    tagged: the themes that it bears; others: its texts in other languages.
    """
    said = words.index_entry(text)
    return words.joined([said, words.index_entry(paragraph, *others, *places.for_entry(said, tagged))])


class RecommendationQuerySet(TrackedQuerySet):
    def published(self) -> "RecommendationQuerySet":
        """What the public may see: a recommendation follows its review."""
        return self.filter(review__published_at__isnull=False)

    def for_list(self) -> "RecommendationQuerySet":
        """With all that a row of a list shows, in a constant number of queries."""
        return self.select_related("review__state", "review__wg_session").prefetch_related(
            models.Prefetch("recommenders", RecommendingState.objects.select_related("state")),
            models.Prefetch("tags", Tag.objects.select_related("theme__vocabulary")),
        )

    def as_of(self, date: PartialDate) -> "RecommendationQuerySet":
        """With `position_then`: the position that held at the end of a day, month or year; pending where none is
        known to have been taken by then."""
        rows = RecommendationPosition.objects.filter(recommendation=OuterRef("pk")).by(date).that_count()
        pending = Value(Category.PENDING.value)
        return self.annotate(position_then=Coalesce(Subquery(rows.values("category")[:1]), pending))

    def numbered(self) -> "RecommendationQuerySet":
        """Those known by their paragraph of the UN report."""
        return self.exclude(paragraph="")


class Recommendation(Tracked):
    """One numbered paragraph of a Working Group report; of UPR Info's rows, those that agree in text and answer."""

    class ActionOrigin(models.TextChoices):
        IMPORTED = "imported", _("From the source's file")
        SUGGESTED = "suggested", _("Suggested by the site")
        CONFIRMED = "confirmed", _("Confirmed by staff")

    review = models.ForeignKey(
        Review,
        on_delete=models.PROTECT,
        related_name="recommendations",
        help_text=_("The review that it was made in."),
    )
    key = models.CharField(
        max_length=30,
        blank=True,
        editable=False,
        help_text=_("What it is called in addresses: its paragraph, or a short form of its text."),
    )
    paragraph = models.CharField(
        _("paragraph"),
        max_length=20,
        blank=True,
        help_text=_("Number in the Working Group report, such as 28.5. Empty means not recorded."),
    )
    sort_key = models.CharField(max_length=40, editable=False)
    text = models.TextField(_("text"), help_text=_("What was asked, as printed, without the States in brackets."))
    language = models.CharField(
        _("language"), max_length=10, choices=LANGUAGES, default="en", help_text=_("Language of the text.")
    )
    position = models.CharField(
        max_length=30,
        choices=Category,
        default=Category.PENDING,
        editable=False,
        help_text=_("The latest final position, kept up to date from the dated positions."),
    )
    action_category = models.PositiveSmallIntegerField(
        _("action category"),
        choices=ActionCategory,
        null=True,
        blank=True,
        help_text=_("By the first verb and the whole action; of two leading verbs the second counts."),
    )
    action_origin = models.CharField(
        _("origin of the action category"),
        max_length=10,
        choices=ActionOrigin,
        blank=True,
        help_text=_("Who says so."),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text=_("The paragraph of which this is a part, where its parts got different answers."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Shown with it: what a reader must know."))
    search_words = models.TextField(editable=False, default="")

    position_then: str  # only of RecommendationQuerySet.as_of()

    objects = RecommendationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["review", "sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["review", "key"], name="recommendation_key_once_per_review"),
            models.CheckConstraint(
                condition=Q(action_category__isnull=True) | Q(action_category__range=(1, 5)),
                name="recommendation_action_category_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(action_category__isnull=True, action_origin="")
                | (Q(action_category__isnull=False) & ~Q(action_origin="")),
                name="recommendation_action_category_has_an_origin",
                violation_error_message=_("Say who gave the action category, and only where there is one."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
                name="recommendation_is_not_part_of_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["position"], name="recommendation_position"),
            models.Index(fields=["action_category"], name="recommendation_action"),
            models.Index(fields=["review", "sort_key"], name="recommendation_order"),
        ]

    def __str__(self) -> str:
        return f"{self.review}{comma()}{self.label}"

    @property
    def label(self) -> str:
        """Its paragraph number, or what stands for one."""
        return self.paragraph or str(_("paragraph not recorded"))

    def clean(self) -> None:
        if self.paragraph and not PARAGRAPH.fullmatch(self.paragraph):
            raise ValidationError({"paragraph": _("Write the number as the report prints it, such as 28.5.")})
        twin = Recommendation.objects.filter(review_id=self.review_id, paragraph=self.paragraph).exclude(pk=self.pk)
        if self.paragraph and twin.exists():
            raise ValidationError({"paragraph": _("This paragraph is recorded already in this review.")})
        if self.parent and self.parent.review_id != self.review_id:
            raise ValidationError({"parent": _("Choose a recommendation of the same review.")})
        if self.parent and (self.parent.parent_id or self.parent_id == self.pk or (self.pk and self.parts.exists())):
            raise ValidationError({"parent": _("A part has no parts of its own.")})

    def save(self, *args: object, **kwargs: object) -> None:
        """Saves it with what follows from its fields; the address by a former key leads on to the new one."""
        tagged = self.tags.values_list("theme_id", flat=True) if self.pk else ()
        former = Recommendation.objects.filter(pk=self.pk).values_list("review_id", "key").first()
        if former and former[0] != self.review_id:
            self.key = ""
        others = self.texts.values_list("text", flat=True) if self.pk else ()
        self.derive(PlaceNames.load(), tagged, others)
        with transaction.atomic():
            super().save(*args, **kwargs)  # type: ignore[arg-type]
            if former and former != (self.review_id, self.key):
                KeyRedirect.objects.update_or_create(
                    review_id=former[0], old_key=former[1], defaults={"recommendation": self}
                )

    def derive(self, places: PlaceNames, tagged: Iterable[int] = (), others: Iterable[str] = ()) -> None:
        """Sets what follows from its own fields: key, order and search words. Bulk writers call it themselves.

        tagged: the themes that it bears; others: its texts in other languages.
        """
        if self.paragraph:
            self.key = self.paragraph
        elif not self.key.startswith("u"):
            self.key = self._free_text_key()
        self.sort_key = sort_key(self.key)
        self.search_words = search_entry(self.text, self.paragraph, places, tagged, others)

    def _free_text_key(self) -> str:
        key = text_key(self.text)
        others = Recommendation.objects.filter(review_id=self.review_id).exclude(pk=self.pk)
        taken = set(others.filter(key__startswith=key).values_list("key", flat=True))
        return next(k for n in range(1, len(taken) + 2) if (k := key if n == 1 else f"{key}-{n}") not in taken)

    def refresh_position(self) -> None:
        """Takes over the position that counts from the dated rows."""
        counts = RecommendationPosition.objects.filter(recommendation=self).that_count().first()
        self.position = counts.category if counts else Category.PENDING
        Recommendation.objects.filter(pk=self.pk).exclude(position=self.position).update(position=self.position)

    @property
    def path(self) -> list["RecommendationPosition"]:
        """Its positions as path_of() has them."""
        return path_of(self.positions.all())

    @property
    def un_class(self) -> str:
        return UN_CLASS[self.position]

    def get_absolute_url(self) -> str:
        return reverse("recommendations:recommendation", args=[self.review.slug, self.key])


class RecommendingState(Tracked):
    """A State that made the recommendation, by the name that the source prints."""

    belongs_to = ["recommendation"]

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="recommenders")
    state = models.ForeignKey(
        State,
        on_delete=models.PROTECT,
        related_name="made",
        verbose_name=_("State"),
        help_text=_("Who asked."),
    )
    verbatim_name = models.CharField(
        _("name in the source"), max_length=150, blank=True, help_text=_("The name as the source prints it.")
    )
    own_words = models.TextField(
        _("own words"),
        blank=True,
        help_text=_("What this State asked, where a paragraph strings several asks together."),
    )

    class Meta:
        verbose_name = _("recommending State")
        verbose_name_plural = _("recommending States")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "state"],
                name="recommending_state_once",
                violation_error_message=_("This State is recorded already for this recommendation."),
            ),
        ]
        indexes = [models.Index(fields=["state", "recommendation"], name="recommending_state_lookup")]

    def __str__(self) -> str:
        return self.verbatim_name or self.state.name


class RecommendationCitation(Citation):
    belongs_to = ["recommendation"]

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="citations")


class KeyRedirect(models.Model):
    """A key that was replaced, as when a paragraph number became known: its address leads on for ever."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="key_redirects")
    old_key = models.CharField(max_length=30)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="former_keys")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "old_key"], name="redirect_one_per_old_key"),
        ]

    def __str__(self) -> str:
        return self.old_key
