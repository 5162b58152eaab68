"""What papers outside of the room hold of it: a part of their key, so that they can be read no longer than it lasts.

The key of a paper is made of one part for each incident that it used, and one for the desk if it used that. Each part
is sealed with the key of what it is of: whoever purges one incident destroys the keys of all papers that used it.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .desk import OfDesk
from .incident import PartOfIncident
from .sealed import SealedText
from .vocabulary import Scope


class PaperShare(PartOfIncident):
    """One part of the key of a paper that used this incident, with what it told of it."""

    share = SealedText(_("part of the key"))
    page = SealedText(_("the public page as it was read"))
    people = SealedText(_("the people who are told of"))

    paper = models.UUIDField(_("paper"), default=uuid.uuid4, db_index=True, editable=False)
    scope = models.CharField(
        _("scope"),
        max_length=12,
        choices=Scope,
        blank=True,
        editable=False,
        help_text=_("What a confidential paper needed leave for. Empty means that it read the public page alone."),
    )

    class Meta(PartOfIncident.Meta):
        verbose_name = _("part of the key of a paper")
        verbose_name_plural = _("parts of the keys of papers")
        constraints = [models.UniqueConstraint(fields=["incident", "paper"], name="paper_share_once_by_incident")]


class DeskShare(OfDesk):
    """One part of the key of a paper that used the desk: contacts, and what they promised."""

    share = SealedText(_("part of the key"))
    contacts = SealedText(_("the contacts that are told of"))

    paper = models.UUIDField(_("paper"), default=uuid.uuid4, unique=True, editable=False)

    class Meta(OfDesk.Meta):
        verbose_name = _("part of the key of a paper, of the desk")
        verbose_name_plural = _("parts of the keys of papers, of the desk")
