"""What a State says to a recommendation: seven categories, each within a class of the United Nations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UNClass(models.TextChoices):
    """The UN's own classes since HRC resolution 5/1, paragraph 32: a recommendation is supported or noted."""

    SUPPORTED = "supported", _("Supported")
    NOTED = "noted", _("Noted")
    PENDING = "pending", _("No position yet")


class Category(models.TextChoices):
    """What the State's own words amount to."""

    ACCEPTED = "accepted", _("Accepted")
    ACCEPTED_BEING_IMPLEMENTED = "accepted_being_implemented", _("Accepted, being implemented")
    ACCEPTED_ALREADY_IMPLEMENTED = "accepted_already_implemented", _("Accepted, already implemented")
    PARTIALLY_ACCEPTED = "partially_accepted", _("Partially accepted")
    NOTED = "noted", _("Noted")
    REJECTED = "rejected", _("Rejected")
    PENDING = "pending", _("Pending: no position yet")


CATEGORIES: list[str] = list(Category.values)

UN_CLASS: dict[str, UNClass] = {
    Category.ACCEPTED: UNClass.SUPPORTED,
    Category.ACCEPTED_BEING_IMPLEMENTED: UNClass.SUPPORTED,
    Category.ACCEPTED_ALREADY_IMPLEMENTED: UNClass.SUPPORTED,
    Category.PARTIALLY_ACCEPTED: UNClass.NOTED,
    Category.NOTED: UNClass.NOTED,
    Category.REJECTED: UNClass.NOTED,
    Category.PENDING: UNClass.PENDING,
}


def agree(one: str, other: str) -> bool:
    """Whether two categories agree: sources that know only the UN's classes agree with any finer answer."""
    return UN_CLASS[one] == UN_CLASS[other]
