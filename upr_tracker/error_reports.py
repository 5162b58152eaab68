"""What a report of an error tells those who run the site: where it broke, never what somebody typed or read, or who."""

import re
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

# Of everything that came with a request, what may stand in a report: no address of a visitor, no browser, no cookie.
TOLD = {"REQUEST_METHOD", "PATH_INFO", "SCRIPT_NAME", "CONTENT_TYPE", "CONTENT_LENGTH", "SERVER_NAME", "SERVER_PORT"}


class PlacesAlone(SafeExceptionReporterFilter):
    """Without DEBUG: no values of a form, none of a variable, no address of the database with its password."""

    hidden_settings = re.compile(f"{SafeExceptionReporterFilter.hidden_settings.pattern}|URL", re.IGNORECASE)

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        found: dict[str, Any] = super().get_safe_request_meta(request)
        return {name: value for name, value in found.items() if name in TOLD} if self.is_active(request) else found

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:
        found: dict[str, Any] = super().get_safe_cookies(request)
        return dict.fromkeys(found, self.cleansed_substitute)

    def get_post_parameters(self, request: HttpRequest | None) -> Any:
        if request is None or not self.is_active(request):
            return super().get_post_parameters(request)
        return dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]
