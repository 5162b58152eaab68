"""By what the code of this site is known: pages made by other code are other pages."""

import hashlib
from functools import cache

from django.conf import settings

FOLDERS = ("upr_tracker", "reprisals", "recommendations", "exports", "templates", "static")
KINDS = {".py", ".html", ".css", ".js", ".svg", ".mo", ".csv", ".typ"}


@cache
def release() -> str:
    """A digest of the code, templates, texts and libraries, and of the settings that pages show; once in a process."""
    digest = hashlib.sha256(f"{settings.SITE_URL} {sorted(settings.SITE_FACES)}".encode())
    files = [path for folder in FOLDERS for path in (settings.BASE_DIR / folder).rglob("*") if path.suffix in KINDS]
    for path in [settings.BASE_DIR / "requirements.txt", *sorted(files)]:
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
