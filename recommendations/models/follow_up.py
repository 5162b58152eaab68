"""What was asked for after a review, of whom, and what came of it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .history import Tracked
from .organisation import Organisation
from .partial_date import PartialDate, PartialDateField
from .publication import Published, free_slug
from .recommendation import Recommendation
from .review import Review
from .source import Citation, Source
from .state import State


class FollowUpAction(Published):
    """One thing that somebody was asked to do."""

    _history_m2m_fields = ["requested_by", "reviews", "recommendations"]

    class Kind(models.TextChoices):
        OHCHR_ASSESSMENT = "ohchr_assessment", _("OHCHR assessment")
        TREATY_BODY_REFERRAL = "treaty_body_referral", _("Treaty-body referral")
        TREATY_BODY_REVIEW = "treaty_body_review", _("Treaty-body review")
        EXPERTS_STATEMENT = "experts_statement", _("Statement by UN experts")
        SPECIAL_SESSION = "special_session", _("Special session of the Human Rights Council")
        MECHANISM = "mechanism", _("Monitoring or investigative mechanism")
        VOTE = "vote", _("Vote or joint statement")
        DEBATE = "debate", _("Debate")
        OTHER = "other", _("Other")

    kind = models.CharField(_("kind"), max_length=24, choices=Kind, help_text=_("What sort of action it is."))
    title = models.CharField(_("title"), max_length=200, help_text=_("What is asked, in one line."))
    slug = models.SlugField(
        max_length=200, unique=True, blank=True, help_text=_("Part of its address. Leave empty to make it.")
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("What it is about, in our words."))
    mechanism = models.CharField(
        _("mechanism"),
        max_length=120,
        blank=True,
        help_text=_(
            "The body concerned, such as CERD. “Human Rights Council” gives its page a board of the Council's members."
        ),
    )
    addressee = models.CharField(
        _("addressee"), max_length=200, blank=True, help_text=_("Who is to act. Empty means not recorded.")
    )
    requested_by = models.ManyToManyField(
        Organisation,
        blank=True,
        related_name="follow_up_requested",
        help_text=_("The organisations that ask for it."),
    )
    asked_by = models.CharField(
        _("who asked"),
        max_length=200,
        blank=True,
        help_text=_("Who asked, where it is no organisation of the list: UN experts, a committee, States."),
    )
    requested_on = PartialDateField(_("requested on"), help_text=_("Empty means not recorded."))
    due_on = PartialDateField(_("due on"), help_text=_("When it must be done; empty means that no date is set."))
    continues = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        help_text=_("The action that this one takes further."),
    )
    state = models.ForeignKey(
        State,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_up",
        verbose_name=_("State concerned"),
        help_text=_("The State whose conduct it is about."),
    )
    reviews = models.ManyToManyField(
        Review, blank=True, related_name="follow_up", help_text=_("The reviews that it follows.")
    )
    recommendations = models.ManyToManyField(
        Recommendation,
        blank=True,
        related_name="follow_up",
        help_text=_("The recommendations that it follows."),
    )

    class Meta:
        verbose_name = _("follow-up action")
        verbose_name_plural = _("follow-up actions")
        ordering = ["due_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug=""),
                name="follow_up_has_an_address",
            ),
            models.CheckConstraint(
                condition=Q(continues__isnull=True) | ~Q(continues=models.F("pk")),
                name="follow_up_does_not_continue_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        self.slug = self.slug or free_slug(self, self.title)
        if circle := circle_of(self):
            text = gettext("These actions would continue each other in a circle: %(circle)s.")
            raise ValidationError({"continues": text % {"circle": " → ".join(circle)}})

    def save(self, *args: object, **kwargs: object) -> None:
        self.clean()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("recommendations:follow_up", args=[self.slug])

    @property
    def last_event(self) -> "StatusEvent | None":
        """The latest dated event; expects `events` to be prefetched in lists."""
        return max(self.events.all(), key=lambda event: (event.happened_on, event.pk), default=None)

    def is_overdue(self, on: PartialDate) -> bool:
        """Whether, at the end of a day, month or year, it was surely due and is not known to have been done."""
        if not self.due_on or PartialDate(self.due_on).latest >= on.latest:
            return False
        done = [e for e in self.events.all() if e.status == StatusEvent.Status.DONE]
        return not any(PartialDate(e.happened_on).earliest <= on.latest for e in done)


def circle_of(action: FollowUpAction) -> list[str]:
    """The titles of the actions that would continue each other in a circle, were this one saved as it is; else none."""
    if not action.continues_id or not action.pk:
        return []
    continues = dict(FollowUpAction.objects.exclude(continues=None).values_list("pk", "continues"))
    way: list[int] = [action.pk]
    next_one: int | None = action.continues_id
    while next_one and next_one not in way:
        way.append(next_one)
        next_one = continues.get(next_one)
    if next_one != action.pk:
        return []
    titles = dict(FollowUpAction.objects.filter(pk__in=way).values_list("pk", "title")) | {action.pk: action.title}
    return [titles[pk] for pk in [*way, action.pk]]


class FollowUpCitation(Citation):
    belongs_to = ["follow_up"]

    follow_up = models.ForeignKey(FollowUpAction, on_delete=models.CASCADE, related_name="citations")


class StatusEvent(Tracked):
    """A dated step of a follow-up action."""

    belongs_to = ["follow_up"]

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        PROGRESS = "progress", _("Step taken")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        NOT_ANSWERED = "not_answered", _("Not answered")

    follow_up = models.ForeignKey(FollowUpAction, on_delete=models.CASCADE, related_name="events")
    status = models.CharField(_("status"), max_length=15, choices=Status, help_text=_("What kind of step it is."))
    happened_on = PartialDateField(_("date"), help_text=_("Day, month or year. What is done needs a date."))
    text = models.TextField(_("what happened"), help_text=_("In one or two sentences of our own."))
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Where it is recorded; empty means not recorded."),
    )
    locator = models.CharField(
        _("place in the source"),
        max_length=100,
        blank=True,
        help_text=_("Paragraph or page, such as “para. 3”."),
    )

    class Meta:
        verbose_name = _("status event")
        ordering = ["happened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="done", happened_on=""),
                name="status_event_done_has_a_date",
                violation_error_message=_("Say when it was done."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_status_display())

    def clean(self) -> None:
        _has_come(self, "happened_on")


class StateStance(Tracked):
    """How a State stood on an action, at a date. Of several of one kind the latest counts."""

    belongs_to = ["follow_up"]

    class Kind(models.TextChoices):
        VOTED = "voted", _("Voted")
        SUPPORTS = "supports", _("Supports")
        JOINED = "joined", _("Joined")
        SPOKE = "spoke", _("Spoke")

    class Stance(models.TextChoices):
        FOR = "for", _("For")
        AGAINST = "against", _("Against")
        ABSTAINED = "abstained", _("Abstained")
        ABSENT = "absent", _("Did not take part")
        WITHDRAWN = "withdrawn", _("No longer supports it")

    follow_up = models.ForeignKey(FollowUpAction, on_delete=models.CASCADE, related_name="stances")
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="stances", help_text=_("Which State."))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, help_text=_("How it showed where it stands."))
    stance = models.CharField(_("stance"), max_length=10, choices=Stance, help_text=_("Where it stands."))
    taken_on = PartialDateField(_("taken on"), help_text=_("Empty means not recorded."))
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Where it is recorded; empty means not recorded."),
    )
    locator = models.CharField(
        _("place in the source"), max_length=100, blank=True, help_text=_("Paragraph or page, such as “para. 3”.")
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("What must be known to use it. Shown where it is public.")
    )

    class Meta:
        verbose_name = _("stance of a State")
        verbose_name_plural = _("stances of States")
        ordering = ["stance", "state__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "state", "kind", "taken_on"],
                name="stance_once_per_state_kind_and_date",
                violation_error_message=_("How this State stood on this date is recorded already."),
            ),
            models.UniqueConstraint(
                fields=["follow_up", "state"],
                condition=Q(kind="voted"),
                name="stance_one_vote_per_state",
                violation_error_message=_("The vote of this State is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state}: {self.get_stance_display()}"

    def clean(self) -> None:
        _has_come(self, "taken_on")


def _has_come(row: models.Model, name: str) -> None:
    """Refuses a date on which nothing can have happened yet."""
    try:
        date = PartialDate.read(getattr(row, name)) if getattr(row, name) else None
    except ValueError:  # which the field itself complains of
        return
    if date and date.is_future:
        raise ValidationError({name: gettext("“%(date)s” has not come yet.") % {"date": date.spoken}})
