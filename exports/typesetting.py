"""The child that sets a paper, run as a file: it reads it as JSON, and answers with the PDF or with what is wrong.

It knows neither Django nor the records. typst sees a folder that is empty but for the pictures of the paper, under
numbers; no packages and no text to evaluate.
"""

import base64
import json
import re
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst

MEMORY = 2 * 1024**3  # bytes of address space: the fonts of all scripts are mapped into it
NO_FONT, OTHER = 3, 4  # exit codes
_NO_FONT = re.compile(r"the text `?\"(.+?)\"`? could not be displayed")


def main(seconds: int) -> int:
    """Sets the paper of the standard input; returns the exit code."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    asked = json.load(sys.stdin.buffer)
    try:
        with tempfile.TemporaryDirectory() as folder:
            for number, picture in enumerate(take_pictures(asked["paper"])):
                (Path(folder) / f"{number}.png").write_bytes(picture)
            made = typst.compile(  # type: ignore[call-overload]  # its stubs want all paths of one type with the input
                Path(__file__).with_name("paper.typ").read_bytes(),
                root=folder,
                package_path=folder,
                package_cache_path=folder,
                ignore_system_fonts=not asked["system_fonts"],
                sys_inputs={"paper": json.dumps(asked["paper"])},
                pdf_standards="ua-1",
                format="pdf",
            )
    except typst.TypstError as wrong:
        found = _NO_FONT.search(str(wrong))
        print(found[1] if found else str(wrong), file=sys.stderr)
        return NO_FONT if found else OTHER
    sys.stdout.buffer.write(made)
    return 0


def take_pictures(node: Any, taken: list[bytes] | None = None) -> list[bytes]:
    """Takes the pictures out of a paper; the number of its file stands where each was."""
    taken = [] if taken is None else taken
    if isinstance(node, list):
        for one in node:
            take_pictures(one, taken)
    elif isinstance(node, dict):
        for key, inner in node.items():
            if key in ("png", "logo_png") and inner is not None:
                node[key] = len(taken)
                taken.append(base64.b64decode(inner))
            else:
                take_pictures(inner, taken)
    return taken


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
