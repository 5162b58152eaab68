"""What a statement demands."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .follow_up import FollowUpAction
from .history import Tracked
from .statement import Statement


class Demand(Tracked):
    """One thing that a statement demands, and the follow-up action that it became."""

    belongs_to = ["statement"]

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="demands")
    rank = models.PositiveSmallIntegerField(_("place"), default=0, help_text=_("Its place among the demands."))
    text = models.TextField(_("demand"), help_text=_("What is demanded, of whom, in our words."))
    locator = models.CharField(
        _("place in the statement"), max_length=100, blank=True, help_text=_("Paragraph or page, such as “para. 3”.")
    )
    follow_up = models.ForeignKey(
        FollowUpAction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="demands",
        verbose_name=_("follow-up action"),
        help_text=_("The action that it became; empty means that none is followed yet."),
    )

    class Meta:
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"
