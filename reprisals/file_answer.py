"""How a picture or document of evidence is handed out, so that it can do nothing to whoever opens it."""

from django.http import HttpResponse

NOTHING_RUNS = "default-src 'none'; sandbox"


def as_file(content: bytes, media_type: str, called: str) -> HttpResponse:
    """A public copy: pictures are shown, anything else is saved under the name that it is called by."""
    shown = "inline" if media_type.startswith("image/") else "attachment"
    return _answer(content, media_type, f'{shown}; filename="{called}"')


def as_original(content: bytes, called: str) -> HttpResponse:
    """An original: saved, whatever it is, and kept by nothing on the way."""
    answer = _answer(content, "application/octet-stream", f'attachment; filename="{called}"')
    answer["Cache-Control"] = "no-store"
    return answer


def _answer(content: bytes, media_type: str, disposition: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = disposition
    answer["Content-Security-Policy"] = NOTHING_RUNS
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
