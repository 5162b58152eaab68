import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from recommendations.open_data.making import make, take_down


class Command(BaseCommand):
    help = (
        "Makes the files of the page /data/ of all that is public now, but for incidents, and puts them in the place "
        "of those before. Run it once a day, and after something was withdrawn: until then no file is handed out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--take-down", action="store_true", help="take the files away at once, and make none")
        parser.add_argument("--json", action="store_true", help="print what was made as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            said, words = self._take_down() if options["take_down"] else self._make()
        except OSError as error:
            problem = f"The files cannot be written: {error.filename}: {error.strerror}."
            self.stderr.write(self.style.ERROR(problem))
            if options["json"]:
                self.stdout.write(json.dumps({"made": None, "problems": [problem]}))
            sys.exit(1)
        self.stdout.write(json.dumps(said | {"problems": []}) if options["json"] else words)

    def _take_down(self) -> tuple[dict[str, Any], str]:
        there = take_down()
        return {"made": None, "taken_down": there}, "The files are taken down." if there else "There were no files."

    def _make(self) -> tuple[dict[str, Any], str]:
        made, differs = make()
        rows = {one.name: one.rows for one in made.files if one.rows is not None}
        said = {"made": made.last.version, "differs": differs, "rows": rows, "changed": made.last.changed}
        if not differs:
            return said, f"Nothing changed since the files of {made.last.version}: they are kept."
        return said, f"{len(made.files)} files, {sum(rows.values())} rows, in {made.path('')}"
