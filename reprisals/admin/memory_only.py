"""Uploads that never touch a disk: Django would write what is larger than 2.5 MB to /tmp as it is."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

FORM = 1024 * 1024  # bytes that a form may be longer than the file in it


class MemoryOnly(FileUploadHandler):
    """Holds a file in memory, however large; what is too large is refused by its length before it is read."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.held = io.BytesIO()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.held.seek(0)
        name, kind = self.file_name or "", self.content_type or ""
        return InMemoryUploadedFile(self.held, self.field_name, name, kind, file_size, self.charset)
