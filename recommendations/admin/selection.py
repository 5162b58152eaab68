"""What is ticked in a list of the admin, or all that the list shows, beyond its page too."""

import zlib
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Selection:
    """Keys of records in the order of the list, and what the form must send again to mean the same."""

    pks: list[int]
    action: str = ""
    ticked: tuple[str, ...] = ()
    across: bool = False  # all that the list shows, not only what is ticked
    in_list: int = 0

    @classmethod
    def of(cls, model_admin: Any, request: HttpRequest, queryset: Any) -> "Selection":
        """The selection of an action, whose queryset Django has narrowed to what is ticked, or not."""
        return cls(
            pks=list(dict.fromkeys(queryset.values_list("pk", flat=True))),
            action=next((name for name in request.POST.getlist("action") if name), ""),
            ticked=tuple(request.POST.getlist(ACTION_CHECKBOX_NAME)),
            across=request.POST.get("select_across") == "1",
            in_list=model_admin.get_changelist_instance(request).result_count,
        )

    @property
    def can_widen(self) -> bool:
        """Whether the list shows more than what is ticked, so that there is a choice without scripts too."""
        return self.in_list > len(self.ticked)

    def seal(self, *of: Any) -> str:
        """A checksum of what is selected and of what was filled in, so that nothing else is done than was shown."""
        return f"{zlib.crc32(repr((self.pks, of)).encode()):08x}"
