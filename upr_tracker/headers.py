"""What every answer tells the browser: of pages, files, errors and redirects, public and of staff."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

STAFF = "/admin/"
# Everything that a browser could grant and that no page of ours uses.
DENIED = (
    *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation"),
    *("gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock"),
    *("sync-xhr", "usb", "xr-spatial-tracking"),
)
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
DENYING = ", ".join(f"{feature}=()" for feature in DENIED)
PUBLIC_POLICY = ", ".join([DENYING, *(f"{feature}=()" for feature in PASSKEYS)])
STAFF_POLICY = ", ".join([DENYING, *(f"{feature}=(self)" for feature in PASSKEYS)])


class HouseHeaders:
    """The outermost layer, so that no answer is without them, whatever made it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        of_staff = request.path_info.startswith(STAFF)
        # Django checks where a form over HTTPS comes from by the referrer, which staff's pages therefore send to us.
        response["Referrer-Policy"] = "same-origin" if of_staff else "no-referrer"
        response["Permissions-Policy"] = STAFF_POLICY if of_staff else PUBLIC_POLICY
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("X-Frame-Options", "DENY")
        if of_staff:
            response["Cache-Control"] = "no-store, private"
        return response
