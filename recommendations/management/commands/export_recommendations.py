import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.http import QueryDict
from django.utils import timezone

from exports.formats import FORMATS
from recommendations.downloads import recommendation_table
from recommendations.filters import RecommendationFilter, moved


class Command(BaseCommand):
    help = "Writes published recommendations to a file: the same filters and columns as on the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--filter",
            default="",
            metavar="QUERY",
            help="as in the address of the search: 'state=CHN&position=noted'",
        )
        parser.add_argument("--format", choices=list(FORMATS), required=True, help="format of the file")
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="file to write")
        parser.add_argument("--json", action="store_true", help="print what was written as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        query = QueryDict(options["filter"].lstrip("?"))
        asked = RecommendationFilter(moved(query) or query)
        if problems := asked.problems():
            for problem in problems:
                self.stderr.write(self.style.ERROR(problem))
            self.report(options["json"], {"written": None, "problems": problems}, "")
            sys.exit(1)
        table = recommendation_table(asked, timezone.now())
        unfinished = options["output"].with_name(options["output"].name + ".part")
        try:
            with unfinished.open("wb") as file:
                for piece in FORMATS[options["format"]].stream(table):
                    file.write(piece)
            unfinished.replace(options["output"])
        except OSError as error:
            problem = f"{options['output']} cannot be written: {error.strerror}."
            self.stderr.write(self.style.ERROR(problem))
            self.report(options["json"], {"written": None, "problems": [problem]}, "")
            sys.exit(1)
        written = {
            "written": str(options["output"]),
            "count": table.count,
            "filtered_by": table.filtered,
            "problems": [],
        }
        self.report(options["json"], written, f"{table.count} recommendations ({table.filtered}): {options['output']}")

    def report(self, as_json: bool, result: dict[str, object], words: str) -> None:
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        elif words:
            self.stdout.write(words)
