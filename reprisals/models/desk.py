"""Staff's own work: contacts with missions, who has what to do, and who is asked to sign. Private like an identity."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from recommendations.models import Organisation, Signature, State, Statement

from .data_key import DataKey
from .one_way import OneWayKey
from .sealed import Sealed, SealedText
from .vault import new_data_key


def desk_key() -> DataKey:
    """The one data key of the desk, made at first use."""
    return DataKey.objects.filter(purpose="desk").order_by("pk").first() or new_data_key("desk")


class OfDesk(Sealed):
    """A row of the desk, sealed with its key."""

    class Meta:
        abstract = True
        ordering = ["pk"]
        default_permissions = ()

    @property
    def data_key(self) -> DataKey:
        return desk_key()


class Contact(OfDesk):
    """Somebody at a mission, or elsewhere, with whom we speak."""

    name = SealedText(_("name"), _("Encrypted."))
    office = SealedText(_("office"), _("Mission, desk, function. Encrypted."))
    reach = SealedText(_("how to reach them"), _("Encrypted."), long=True)
    promised = SealedText(_("what they promised"), _("With the date. Encrypted."), long=True)

    state = OneWayKey(
        State,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("State"),
        help_text=_("Whose mission it is, where it is one."),
    )
    spoken_on = models.DateField(_("last spoken to"), null=True, blank=True, help_text=_("Empty means not recorded."))

    class Meta(OfDesk.Meta):
        verbose_name = _("contact")


class Meeting(OfDesk):
    """One time that we spoke to a contact: what we asked, and what was promised."""

    asked = SealedText(_("what we asked"), _("Encrypted."), long=True)
    promised = SealedText(_("what they promised"), _("Encrypted."), long=True)
    note = SealedText(_("note"), _("Who else was there, and what else was said. Encrypted."), long=True)

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+", verbose_name=_("contact"))
    held_on = models.DateField(_("date"), help_text=_("The day on which we spoke."))
    address = models.CharField(
        _("about"), max_length=250, blank=True, help_text=_("The page that it was about: /follow-up/… of this site.")
    )

    class Meta(OfDesk.Meta):
        verbose_name = _("meeting")
        ordering = ["-held_on", "-pk"]


class Assignment(OfDesk):
    """A next step, and who has it."""

    step = SealedText(_("next step"), _("Encrypted."), long=True)

    address = models.CharField(
        _("about"), max_length=250, blank=True, help_text=_("The page that it is about: /follow-up/… of this site.")
    )
    assigned_to: Any = OneWayKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who has it"),
        help_text=_("Empty means nobody yet."),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True, help_text=_("Empty means that no date is set."))
    remind_on = models.DateField(
        _("remind from"), null=True, blank=True, help_text=_("Empty means a week before it is due.")
    )
    done_on = models.DateField(_("done on"), null=True, blank=True, help_text=_("Empty means not done yet."))

    class Meta(OfDesk.Meta):
        verbose_name = _("assignment")


class SignOnList(OfDesk):
    """The list of those who are asked to sign a statement before it is issued, and until when they can."""

    note = SealedText(_("note"), _("How it is collected. Encrypted."), long=True)

    statement = OneWayKey(
        Statement, on_delete=models.PROTECT, related_name="+", verbose_name=_("statement"), help_text=_("The draft.")
    )
    deadline = models.DateField(_("deadline"), help_text=_("The last day on which organisations can sign."))
    closed_on = models.DateField(
        _("closed on"),
        null=True,
        blank=True,
        help_text=_("When the signatures were taken over; empty before."),
    )

    class Meta(OfDesk.Meta):
        verbose_name = _("sign-on list")
        constraints = [
            models.UniqueConstraint(
                fields=["statement"],
                name="sign_on_list_once_for_each_statement",
                violation_error_message=_("This statement has a sign-on list already."),
            )
        ]


class SignOn(OfDesk):
    """An organisation that is asked to sign a statement, before it is issued."""

    class Answer(models.TextChoices):
        ASKED = "asked", _("Asked")
        YES = "yes", _("Will sign")
        NO = "no", _("Will not sign")

    note = SealedText(_("note"), _("Whom we asked, and what they said. Encrypted."), long=True)

    statement = OneWayKey(
        Statement, on_delete=models.PROTECT, related_name="+", verbose_name=_("statement"), help_text=_("The draft.")
    )
    organisation = OneWayKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
        help_text=_("Who is asked."),
    )
    answer = models.CharField(_("answer"), max_length=5, choices=Answer, default=Answer.ASKED, help_text=_("So far."))
    role = models.CharField(
        _("role"), max_length=6, choices=Signature.Role, default=Signature.Role.SIGNED, help_text=_("As what it signs.")
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True, help_text=_("Empty means not recorded."))

    class Meta(OfDesk.Meta):
        verbose_name = _("sign-on")
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "organisation"],
                name="sign_on_once_for_each_statement",
                violation_error_message=_("This organisation is asked already."),
            )
        ]
