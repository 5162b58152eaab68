"""Small reports of sessions of the Human Rights Council, all of our own making."""

import io
import textwrap
from collections.abc import Iterable, Sequence

import docx

from .papers import pdf

SYMBOL = "A/HRC/59/2"
TITLE = "Report of the Human Rights Council on its fifty-ninth session"
FRONT = [
    "Contents",
    "I. Organizational and procedural matters 4",
    "VI. Universal periodic review 5",
    "VII. Human rights situation in Palestine and other occupied Arab territories 9",
    "I. Organizational and procedural matters",
    "1. The Council met to speak of tea.",
    "2. A review of the kettle was held on 3 March 2025 in the kitchen.",
    "VI. Universal periodic review",
    "400. Pursuant to its resolution 5/1, the Council considered the outcomes of reviews.",
    "A. Consideration of universal periodic review outcomes",
]
BACK = [
    "B. General debate on agenda item 6",
    "450. Recommendation 6.1 was rejected by a delegation that spoke of coffee.",
    "VII. Human rights situation in Palestine and other occupied Arab territories",
    "901. The review of Kenya was held on 1 May 2025 in another chapter.",
]


def section(
    state: str = "Slovenia",
    report: str = "A/HRC/59/15",
    first: int = 401,
    views: Sequence[str] = ("The delegation thanked all who had spoken of tea.",),
    remarks: Sequence[str] = (),
    reviewed: str = "28 January 2025",
    adopted: str = "At its 30th meeting, on 2 July 2025, the Council considered and adopted the outcome of the review.",
) -> list[str]:
    """What the chapter says of one State; paragraphs are numbered from `first`."""
    told = [
        state,
        f"The review of {state} was held on {reviewed} in conformity with all the relevant provisions of "
        "resolution 5/1 and was based on the national report, the compilation and the summary.",
        *([adopted] if adopted else []),
        f"The outcome of the review of {state} consists of the report of the Working Group ({report}) and the views of "
        f"{state} ({report}/Add.1).",
        "1. Views expressed by the State under review on the recommendations and/or conclusions, its voluntary "
        "commitments and the outcome",
        *views,
        "2. Views expressed by Member and observer States of the Council on the review outcome",
        "Kenya regretted that recommendation 6.3 was rejected.",
        "3. General comments made by other relevant stakeholders",
        "Friends of the Teapot held that recommendation 6.2 had been accepted in words only.",
        "4. Concluding remarks of the State under review",
        *remarks,
    ]
    number, numbered = first, []
    for text in told:
        is_heading = text == state or text[:3] in ("1. ", "2. ", "3. ", "4. ")
        numbered.append(text if is_heading else f"{number}. {text}")
        number += not is_heading
    return numbered


def totals(state: str = "Slovenia", total: int = 3, supported: int = 2, noted: int = 1) -> str:
    return (
        f"The Vice-President stated that, based on the information provided, out of {total} recommendations received, "
        f"{state} had supported {supported} and noted {noted}."
    )


def session_pdf(*sections: Iterable[str], before: int = 0, after: int = 0, symbol: str = SYMBOL) -> bytes:
    """The report as PDF; `before` and `after` are pages of other matters around the chapter."""
    front, back = FRONT[:7], FRONT[7:]
    lines = [*back, *(text for one in sections for text in one), *BACK]
    wrapped = [piece for text in lines for piece in textwrap.wrap(text, 85)]
    body = [wrapped[at : at + 45] for at in range(0, len(wrapped), 45)]
    filler = [["Teapots were praised in this chapter, and nothing was decided of them."] * 40]
    pages = [_masthead(symbol), front, *(filler * before), *body, *(filler * after)]
    furnished = [pages[0]]
    for number, page in enumerate(pages[1:], 2):
        foot = f"{number} GE.25-12345" if number % 2 == 0 else f"GE.25-12345 {number}"
        furnished.append([symbol, foot, *page])
    return pdf(*furnished)


def _masthead(symbol: str) -> list[str]:
    return [
        f"United Nations {symbol}",
        "General Assembly Distr.: General",
        "3 November 2025",
        "Original: English",
        "Human Rights Council",
        "Fifty-ninth session",
        "16 June–11 July 2025",
        "Agenda item 1",
        "Organizational and procedural matters",
        *textwrap.wrap(TITLE, 50),
        "Vice-President and Rapporteur: Ms. Tea Potter (Kenya)",
        "GE.25-12345(E)",
    ]


def session_docx(*sections: Iterable[str], before: int = 0, symbol: str = SYMBOL) -> bytes:
    """The same as a Word document; `before` counts paragraphs of other matters."""
    document = docx.Document()
    table = document.add_table(1, 2)
    for cell, text in zip(table.rows[0].cells, ("United Nations", symbol), strict=True):
        cell.text = text
    top = ["Human Rights Council", "Fifty-ninth session", "Agenda item 1", TITLE]
    filler = ["Teapots were praised in this chapter, and nothing was decided of them."] * before
    for text in [*top, *FRONT[:7], *filler, *FRONT[7:], *(text for one in sections for text in one), *BACK]:
        document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
