"""The formats in which every table can be had."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import csv_file, json_file, xlsx_file
from .table import Table


@dataclass(frozen=True, slots=True)
class Format:
    content_type: str
    stream: Callable[[Table], Iterator[bytes]]


FORMATS = {
    "csv": Format("text/csv; charset=utf-8", csv_file.stream),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_file.stream),
    "json": Format("application/json", json_file.stream),
    "jsonl": Format("application/x-ndjson", json_file.stream_lines),
}
