"""What was begun and not ended: positions that are not recorded, imports that were not accepted, what is not public."""

from collections import defaultdict
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.models import (
    Case,
    Category,
    FollowUpAction,
    Recommendation,
    Review,
    Statement,
    Upload,
    UploadedFile,
)

from .lines import Line, Part, Reader
from .words import moment

PUBLISHABLE = (Review, FollowUpAction, Statement, Case)


def imports(reader: Reader, most: int) -> Part | None:
    """Files that were uploaded and neither accepted nor given up; one's own first."""
    if not reader.may("add", "importrun"):
        return None
    uploads = list(
        Upload.objects.order_by("-uploaded_at").values("pk", "uploaded_at", "uploaded_by", "uploaded_by__username")
    )
    if not uploads:
        return None
    uploads.sort(key=lambda upload: upload["uploaded_by"] != reader.user.pk)
    said = ngettext("%(n)d import was begun and not ended", "%(n)d imports were begun and not ended", len(uploads))
    shown = [] if reader.in_mail else uploads[:most]
    names = _files([upload["pk"] for upload in shown])
    lines = [
        Line(
            ", ".join(names[upload["pk"]]) or _("Files without a name"),
            reverse("admin:recommendations_importrun_upload", args=[upload["pk"]]),
            f"{upload['uploaded_by__username']}, {moment(upload['uploaded_at'])}",
        )
        for upload in shown
    ]
    return Part(said % {"n": len(uploads)}, _("because you may import"), len(uploads), lines)


def _files(uploads: list[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    rows = UploadedFile.objects.filter(upload__in=uploads).order_by("pk").values_list("upload", "name")
    for upload, name in rows:
        names[upload].append(name)
    return names


def without_position(reader: Reader, most: int) -> Part | None:
    """Reviews with recommendations of which no final position is recorded; the most of them first."""
    if not reader.may("view", "recommendation"):
        return None
    pending = Recommendation.objects.filter(position=Category.PENDING).order_by()
    counted: dict[int, int] = dict(pending.values_list("review").annotate(n=Count("pk")))
    if not counted:
        return None
    said = ngettext(
        "%(n)d recommendation has no position", "%(n)d recommendations have no position", sum(counted.values())
    )
    keys = sorted(counted, key=lambda pk: (-counted[pk], pk))
    reviews = Review.objects.select_related("state", "wg_session").in_bulk(keys[:most])
    lists = reverse("admin:recommendations_recommendation_changelist")
    lines = [
        Line(
            str(reviews[pk]),
            f"{lists}?review__id__exact={pk}&position__exact={Category.PENDING}",
            ngettext("%(n)d recommendation", "%(n)d recommendations", counted[pk]) % {"n": counted[pk]},
        )
        for pk in keys[:most]
    ]
    why = _("because no position is recorded")
    return Part(said % {"n": sum(counted.values())}, why, len(keys), lines, is_call=False)


def drafts(reader: Reader, most: int) -> Part | None:
    """How many records of each kind are not public."""
    counts: list[tuple[Any, int]] = [
        (kind, kind.objects.filter(published_at=None).count())
        for kind in PUBLISHABLE
        if reader.may("change", kind._meta.model_name or "")
    ]
    found = [(kind, n) for kind, n in counts if n]
    if not found:
        return None
    total = sum(n for _kind, n in found)
    said = ngettext("%(n)d record is not public", "%(n)d records are not public", total) % {"n": total}
    lines = [
        Line(
            f"{capfirst(kind._meta.verbose_name_plural)}: {n}",
            f"{reverse(f'admin:recommendations_{kind._meta.model_name}_changelist')}?visibility=staff",
        )
        for kind, n in found
    ]
    return Part(said, _("because you may publish them"), len(lines), lines, is_call=False)
