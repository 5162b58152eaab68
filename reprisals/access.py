"""Who may do what with which incident. Nothing else decides it."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from .models import Incident, Step, Version, VersionState
from .tombstones import buried


def can_edit(user: Any) -> bool:
    """Whether somebody works on incidents: sees who is in them, and changes them."""
    return bool(user.is_active and user.is_staff and user.has_perm("reprisals.change_incident"))


def can_review(user: Any) -> bool:
    """Whether somebody sees pages that were handed in, without what lies behind them."""
    return bool(user.is_active and user.is_staff and user.has_perm("reprisals.approve_version"))


def visible_to(user: Any) -> QuerySet:
    """The incidents that somebody works on. What was purged stays gone, also after a restore."""
    return Incident.objects.exclude(reference__in=buried()) if can_edit(user) else Incident.objects.none()


def versions_visible_to(user: Any) -> QuerySet:
    """The pages that somebody may read before they are public."""
    reads = can_edit(user) or can_review(user)
    return Version.objects.exclude(incident__reference__in=buried()) if reads else Version.objects.none()


def can_read_audit(user: Any) -> bool:
    """Whether somebody reads the log of who looked at what and who changed it."""
    return bool(user.is_active and user.is_staff and user.is_superuser)


def authors(incident: Incident) -> set[int]:
    """Who wrote what is not public yet: whoever edited or handed in since the page was last published."""
    steps = Step.objects.filter(incident=incident, taken_by__isnull=False)
    last = steps.filter(kind=Step.Kind.PUBLISHED).order_by("-taken_at", "-pk").first()
    writing = steps.filter(kind__in=[Step.Kind.EDITED, Step.Kind.SUBMITTED])
    if last:
        writing = writing.filter(pk__gt=last.pk)
    wrote = {by for by in writing.values_list("taken_by", flat=True) if by}
    if last is None and incident.created_by_id:
        wrote.add(incident.created_by_id)
    return wrote


def can_approve(user: Any, version: Version) -> bool:
    """Whether somebody is the second pair of eyes for this page."""
    ours = version.state == VersionState.IN_REVIEW
    return bool(ours and can_review(user) and user.pk not in authors(version.incident) | {version.submitted_by_id})


def require(user: User, permission: str) -> None:
    """PermissionDenied where somebody may not take this step at all."""
    if not (user.is_active and user.is_staff and user.has_perm(f"reprisals.{permission}")):
        raise PermissionDenied
