"""States, and every name by which files and people call them."""

import re
import unicodedata
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length, Upper
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from .history import Tracked

models.CharField.register_lookup(Length)


def normalise_name(name: str) -> str:
    """The form in which names are compared: no accents, case, apostrophes, stops or leading "the"."""
    name = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    name = "".join(ch for ch in name if not unicodedata.combining(ch))
    name = re.sub(r"['’‘`´.]", "", name).replace("-", " ").replace("–", " ")
    return re.sub(r"^the ", "", " ".join(name.split()))


class RegionalGroup(models.TextChoices):
    """The UN's regional groups."""

    AFRICA = "africa", _("African Group")
    ASIA = "asia", _("Asia-Pacific Group")
    EEG = "eeg", _("Eastern European Group")
    GRULAC = "grulac", _("Latin American and Caribbean Group")
    WEOG = "weog", _("Western European and Others Group")


def state_name(name: str) -> str:
    """What a State is called in the language of the page, by its English name: reference/locale has them."""
    return pgettext("State", name) if name else ""


def name_order(name: str) -> str:
    """By what States stand in order, by the English name of each: the alphabet of the language, without its article.

    In Chinese they stand as in English: how signs are ordered there is no matter of their numbers.
    """
    said = name if (get_language() or "").startswith("zh") else state_name(name)
    signs = unicodedata.normalize("NFKD", said.removeprefix("ال").casefold())
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


class State(Tracked):
    """A member or observer State of the United Nations."""

    class Status(models.TextChoices):
        MEMBER = "member", _("UN member State")
        OBSERVER = "observer", _("UN observer State")

    iso3 = models.CharField(
        _("ISO code"), max_length=3, unique=True, help_text=_("ISO 3166 alpha-3 code, such as CHN.")
    )
    name = models.CharField(
        _("name"), max_length=100, unique=True, help_text=_("The short name that the UN uses today.")
    )
    slug = models.SlugField(max_length=100, unique=True, help_text=_("Part of the addresses of this State's reviews."))
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.MEMBER,
        help_text=_("Member or observer State of the UN."),
    )
    regional_group = models.CharField(
        _("regional group"),
        max_length=10,
        choices=RegionalGroup,
        blank=True,
        help_text=_("The UN regional group. Empty means not recorded."),
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(iso3__length=3, iso3=Upper(models.F("iso3"))),
                name="state_iso3_has_three_capitals",
                violation_error_message=_("Write three capital letters, such as CHN."),
            ),
        ]

    def __str__(self) -> str:
        return state_name(self.name)

    def clean(self) -> None:
        """A name by which files call another State is no State's name."""
        taken = StateName.objects.filter(normalised=normalise_name(self.name)).exclude(state=self.pk).first()
        if taken:
            raise ValidationError({"name": _("This name belongs to %(state)s already.") % {"state": taken.state}})

    def save(self, *args: object, **kwargs: object) -> None:
        """Saves the State, and keeps its name among the names by which files are read."""
        self.slug = self.slug or slugify(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        StateName.objects.get_or_create(
            normalised=normalise_name(self.name), defaults={"state": self, "name": self.name}
        )

    def get_absolute_url(self) -> str:
        return reverse("recommendations:state", args=[self.iso3])


class StateName(Tracked):
    """A name by which files call a State: today's, a former one, a spelling."""

    belongs_to = ["state"]

    state = models.ForeignKey(
        State, on_delete=models.CASCADE, related_name="names", help_text=_("The State that the name means.")
    )
    name = models.CharField(_("name"), max_length=150, help_text=_("The name as files write it, such as “Turkey”."))
    normalised = models.CharField(max_length=150, unique=True, editable=False)

    class Meta:
        verbose_name = _("name of a State")
        verbose_name_plural = _("names of States")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.normalised = normalise_name(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        """A name belongs to one State: say to which, where another has it. A State's own name stays with it."""
        was = StateName.objects.select_related("state").filter(pk=self.pk).exclude(state=self.state_id).first()
        if was and was.normalised == normalise_name(was.state.name):
            raise ValidationError({"state": _("This is the name of %(state)s itself.") % {"state": was.state}})
        taken = StateName.objects.filter(normalised=normalise_name(self.name)).exclude(pk=self.pk).first()
        if taken:
            raise ValidationError({"name": _("This name belongs to %(state)s already.") % {"state": taken.state}})


class StateMembership(Tracked):
    """Membership of an intergovernmental body, as a source listed it in a year."""

    belongs_to = ["state"]

    state = models.ForeignKey(State, on_delete=models.CASCADE, related_name="memberships", help_text=_("The member."))
    body = models.CharField(_("body"), max_length=20, help_text=_("Acronym of the body, such as OIC, EU, AU or OAS."))
    as_of = models.CharField(
        _("as of"), max_length=60, blank=True, help_text=_("Who listed it, and when: “UPR Info, 2015”.")
    )

    class Meta:
        ordering = ["body"]
        constraints = [
            models.UniqueConstraint(fields=["state", "body"], name="state_is_member_of_a_body_once"),
        ]

    def __str__(self) -> str:
        return self.body


class StateNames:
    """The names of all States, loaded once, for readers of files."""

    def __init__(self, by_name: dict[str, str]) -> None:
        self.by_name = by_name

    @classmethod
    def load(cls) -> Self:
        return cls(dict(StateName.objects.values_list("normalised", "state__iso3")))

    def iso3(self, name: str) -> str | None:
        """The code of the State that this name means, by exact match of the normalised name; else None."""
        return self.by_name.get(normalise_name(name))
