"""Static files as a site for others hands them out: compressed, named by their content, one sheet for a page."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "page.css"
IMPORT = re.compile(r'^@import "([a-z_]+\.css)";\n', re.MULTILINE)

Paths = dict[str, tuple[Storage, str]]  # of a name, where it lies and what it is called there


class OneSheet(CompressedManifestStaticFilesStorage):
    """The sheet of a page has in it what it imports: each more that a phone must ask for takes it a round trip."""

    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Like the storage's own; `paths` are the files that were collected, which stay as they are."""
        if SHEET in paths:
            joined = InMemoryStorage()
            joined.save(SHEET, ContentFile(with_imports(paths, SHEET).encode()))
            paths = paths | {SHEET: (joined, SHEET)}
        yield from super().post_process(paths, dry_run, **options)


def with_imports(paths: Paths, name: str) -> str:
    """A sheet, and in the place of each @import the sheet that it names."""
    storage, path = paths[name]
    with storage.open(path) as file:
        text = file.read().decode()
    return IMPORT.sub(lambda found: with_imports(paths, found[1]), text)
