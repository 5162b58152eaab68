"""The roles of staff as groups, made and kept by `migrate`."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from .models import StaffRole

__all__ = ["StaffRole", "ensure_roles_after_migrate", "give_roles", "roles_given_to", "roles_of"]

_READS_RECORD = Q(content_type__app_label="recommendations", codename__startswith="view_")
_EDITS_RECORD = Q(content_type__app_label="recommendations")
_MAKES_PAPERS = Q(content_type__app_label="reports")
_ACCOUNTS = Q(content_type__app_label="auth", codename__in=["add_user", "change_user", "view_user"])
# What each may do outside the room. What they may do in it stands in access.py, and no permission opens it.
_OUTSIDE = {
    StaffRole.EDITOR: _EDITS_RECORD | _MAKES_PAPERS,
    StaffRole.CASE_OFFICER: _READS_RECORD | _MAKES_PAPERS,
    StaffRole.REVIEWER: _READS_RECORD,
    StaffRole.CUSTODIAN: _READS_RECORD,
    StaffRole.ADMINISTRATOR: _ACCOUNTS,
}


def ensure_roles_after_migrate(using: str = "default", **kwargs: Any) -> None:
    """Makes the groups that are missing, and gives each its permissions: those of new kinds of records, too."""
    for label in ("auth", "recommendations", "reports"):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    for role, may in _OUTSIDE.items():
        group, _made = Group.objects.using(using).get_or_create(name=role.value)
        group.permissions.set(Permission.objects.using(using).filter(may))


def give_roles(user: Any, roles: Iterable[StaffRole]) -> None:
    """Gives somebody exactly these roles; other groups stay as they are."""
    ours = Group.objects.filter(name__in=StaffRole.values)
    wanted = {role.value for role in roles}
    user.groups.remove(*ours.exclude(name__in=wanted))
    user.groups.add(*ours.filter(name__in=wanted))
    user.__dict__.pop("_staff_roles", None)


def roles_given_to(user: Any) -> frozenset[str]:
    """The roles that somebody was given, whether or not the account can be used now."""
    return frozenset(user.groups.filter(name__in=StaffRole.values).values_list("name", flat=True))


def roles_of(user: Any) -> frozenset[str]:
    """The roles that somebody has now, by group alone: being a superuser gives none. None for who is not of staff."""
    if not (user.is_active and user.is_staff):
        return frozenset()
    if "_staff_roles" not in user.__dict__:
        user.__dict__["_staff_roles"] = roles_given_to(user)
    found: frozenset[str] = user.__dict__["_staff_roles"]
    return found
