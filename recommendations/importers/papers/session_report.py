"""The report of a session of the Human Rights Council: what its chapter on universal periodic reviews says of each
State at the adoption of its outcome. PDF or Word.

Read are the totals that the President gives in the concluding remarks, and the positions that the State's own views
and those remarks give to paragraphs by name. A sentence whose answer is not plain is told, and never guessed at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from recommendations.models import UN_CLASS, Category, FileFormat, StateNames, UNClass

from ..problems import Problems, Unreadable
from ..readings import ReadAdoption, ReadFile, ReadReview, ReadRow
from .addendum_blocks import sentences
from .announced import Announced, read_totals
from .answer_words import IMPLEMENTED, Words, phrases
from .answers import Answer, Record, Stand, Weight, decide, shortened
from .dates import DATE, iso_date
from .paper import SYMBOL, Line, Paper
from .paragraph_lists import ListReader, reader_of
from .statements import Sentence, clauses_of, read_sentence
from .upr_chapter import REVIEW_HELD, ChapterWatch

FURTHEST = 50  # paragraph numbers that may be skipped, where a number is not printed as one
FIRST_WORDS = 40  # characters of a paragraph in which "review of" begins it
BEGINNING = 120  # characters of a sentence that a message repeats

# The headings within a State's section: whose words stand below each.
_HEADINGS = (
    ("state", r"views expressed by the state under review\b"),
    ("others", r"views expressed by (?:the )?(?:member|observer|members|observers)\b"),
    ("others", r"general comments made by\b"),
    ("remarks", r"concluding remarks of the state under review\b"),
)
_HEADING = re.compile(
    r"(?:\d{1,2}|[a-z]|[IVX]{1,5})?[.)]?\s*(?:"
    + "|".join(f"(?P<{name}{at}>{words})" for at, (name, words) in enumerate(_HEADINGS))
    + r").*",
    re.I,
)
_LETTERED = re.compile(r"[A-Z]\.\s+\S.{2,150}")  # "B. General debate on agenda item 6"
_NUMBERED = re.compile(r"(?P<number>\d{1,4})\s?\.(?:\s+(?P<text>\D.*)|)$")
_ENDED = re.compile(r"[.:;!?][\"”’)*]*\s*$")
_PRESIDENT = re.compile(r"\bpresident\b", re.I)
_ADOPTED = re.compile(r"\bcouncil\b[^.;]{0,60}\badopted\b[^.;]{0,120}\b(?:outcome|decision)", re.I)
_DAY = re.compile(DATE, re.I)

# A position that a recommendation had before, beside the one that is given now.
_PAST = r"(?:(?:been|previously|initially|originally|earlier|at first|first|only|merely|simply)\s+)*"
_WAS = r"(?:noted|rejected|not accepted|not supported|supported|accepted|deferred|under consideration)"
_FORMER = re.compile(
    rf",?\s*\b(?:which|that)\s+(?:(?:it|the \w+|[A-Z]\w+)\s+)?(?:had|have|has|were|was)\s+{_PAST}{_WAS}\b[^,;.]*,?"
    rf"|\b(?:previously|initially|originally|formerly|earlier)\s+{_WAS}\b"
    rf"|\bfrom\s+[“\"‘']?{_WAS}[”\"’']?(?=\s+to\b)",
    re.I,
)
# Words with which a sentence gives no position, whatever else it says.
_HEDGED = re.compile(
    r"\b(?:consider\w*|reconsider\w*|examin\w+|stud(?:y|ying)|explor\w+|possibility|intend\w*|plan(?:s|ned)?|hope[ds]?|"
    r"envisag\w+|if|whether|unless|until|could be|might|may|not yet|in (?:the )?future|would like)\b",
    re.I,
)
# All that may stand between a position and the list of paragraphs that it is of.
_BETWEEN = re.compile(
    r"(?:\W|\d|\b(?:recommendations?|recs?|paragraphs?|paras?|nos?|numbers?|numbered|contained|listed|the|its|their|of|in|to|"
    r"and|as|well|also|now|following|report|working|group|had|has|have|been|was|were|is|are|be|would|will|therefore|thus|"
    r"hereby|accordingly|both|all|it|they|these|those)\b)*",
    re.I,
)
# "additional clarification had been provided on another 4, indicating which parts were supported and which noted"
_CLARIFIED = re.compile(
    r"\badditional clarifications? (?:had been|has been|was|were|had also been) provided (?:on|for|regarding)\s+"
    r"(?:(?:another|a further|other)\s+)?(?P<number>\w+)(?:\s+(?:other\s+)?recommendations?)?,?\s+indicating which "
    r"parts?[^.;]*?\bsupported\b[^.;]*?\b(?:which (?:parts? )?)?(?:were |had been |are )?noted\b",
    re.I,
)


@dataclass(slots=True)
class _Paragraph:
    number: str
    page: int
    part: str  # "", "state", "others", "remarks", or "end" below a heading after the sections
    below: int  # how many headings stand above it
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class _Section:
    """What the chapter says of one State, by paragraph; the first tells when it was reviewed."""

    state_name: str
    reviewed: str
    page: int
    paragraphs: list[_Paragraph] = field(default_factory=list)


def read_paper(paper: Paper, states: StateNames, words: Words) -> ReadFile:
    """Reads the report of a session that is at hand as lines; raises Unreadable where it has no such chapter."""
    paper.require_english()
    problems = Problems(paper.name)
    sections = _sections(paper, states)
    if not sections:
        raise Unreadable("This report of a session has no chapter with the outcomes of universal periodic reviews.")
    reviews = []
    for section in sections:
        code = states.iso3(section.state_name)
        if not code:
            message = f"“{section.state_name}” is not the name of a State that is known here: its section was left out."
            problems.warn(message, page=section.page or None)
            continue
        reviews.append(_SectionReader(paper, section, words, problems).read(code))
    return ReadFile(paper.name, paper.sha256, FileFormat.SESSION_REPORT, reviews, problems.found)


# --- the chapter, State by State ---------------------------------------------------------------------------------


def lines_of_chapter(lines: list[Line]) -> list[Line]:
    """The lines of the chapter below its title; none where the paper has no such chapter."""
    watch = ChapterWatch()
    found: list[Line] = []
    for line, following in zip(lines, [*lines[1:], Line("", 0)], strict=True):
        if watch.read(line.text, following.text):
            found = []
        elif watch.is_over:
            break
        elif watch.is_within:
            found.append(line)
    return found if watch.has_section else []


def _sections(paper: Paper, states: StateNames) -> list[_Section]:
    sections: list[_Section] = []
    intro = -1
    for paragraph in _paragraphs(lines_of_chapter(paper.lines), states):
        held = REVIEW_HELD.search(paper.join(paragraph.lines)[:300])
        if held and held.start() < FIRST_WORDS:
            name = " ".join(held["state"].split())
            sections.append(_Section(name, iso_date(held), paragraph.page))
            intro = paragraph.below
        if sections and paragraph.below == intro:
            paragraph.part = ""
        if sections and paragraph.part != "end":
            sections[-1].paragraphs.append(paragraph)
    return sections


def _paragraphs(lines: list[Line], states: StateNames) -> Iterator[_Paragraph]:
    """The numbered paragraphs, each with the heading below which it stands."""
    part, number, below = "", 0, 0
    current: _Paragraph | None = None
    for line in lines:
        ended = current is None or not current.lines or bool(_ENDED.search(current.lines[-1].text))
        heading = _HEADING.fullmatch(line.text)
        numbered = _NUMBERED.match(line.text)
        begins = numbered is not None and (not number or number < int(numbered["number"]) <= number + FURTHEST)
        is_state = ended and len(line.text) <= 80 and states.iso3(line.text) is not None
        closes = heading or is_state or (ended and not begins and _LETTERED.fullmatch(line.text))
        if (closes or begins) and current:
            yield current
            current = None
        below += bool(closes)
        if heading:
            part = next(name for name, found in heading.groupdict().items() if found).rstrip("0123456789")
        elif closes:
            part = "" if is_state else "end"
        elif begins and numbered:
            number = int(numbered["number"])
            text = numbered["text"] or ""
            current = _Paragraph(str(number), line.page, part, below, [Line(text, line.page)] if text else [])
        elif current:
            current.lines.append(line)
    if current:
        yield current


# --- one State ----------------------------------------------------------------------------------------------------


class _SectionReader:
    """Reads the section of one State."""

    def __init__(self, paper: Paper, section: _Section, words: Words, problems: Problems) -> None:
        self.paper, self.section, self.words, self.problems = paper, section, words, problems
        self.symbol = paper.symbol if SYMBOL.fullmatch(paper.symbol) else ""
        self.said = [(p, paper.join(p.lines)) for p in section.paragraphs]
        self.lists: ListReader = reader_of([text for p, text in self.said if p.part in ("state", "remarks")])
        self.records: dict[str, Record] = {}
        self.announced = Announced()
        self.totals_at: _Paragraph | None = None

    def read(self, code: str) -> ReadReview:
        """All that the section says."""
        for paragraph, text in self.said:
            if paragraph.part in ("state", "remarks"):
                for _at, sentence in sentences(text):
                    self._sentence(sentence, paragraph)
        adoption = ReadAdoption(
            symbol=self.symbol,
            report=self._report(),
            reviewed=self.section.reviewed,
            adopted=self._adopted(),
            page=self.section.page,
            locator=_locator(self.totals_at) if self.totals_at else "",
        )
        rows = list(self._rows(adoption.adopted))
        return ReadReview(code, rows=rows, announced=self._tally(), adoption=adoption)

    def _report(self) -> str:
        """The symbol of the Working Group's report, which the first paragraphs name."""
        named = (found[0] for p, text in self.said if not p.part for found in SYMBOL.finditer(text))
        return next((symbol for symbol in named if "/Add." not in symbol), "")

    def _adopted(self) -> str:
        """The day on which the Council adopted the outcome, where a sentence gives it."""
        for _paragraph, text in self.said:
            for _at, sentence in sentences(text):
                if _ADOPTED.search(sentence) and (day := iso_date(_DAY.search(sentence))):
                    return day
        return ""

    # --- totals -----------------------------------------------------------------------------------------------

    def _tally(self) -> dict[str, int]:
        tally = self.announced.tally
        if self.announced.counts and not tally:
            counts = ", ".join(f"{count.category.label} {count.number}" for count in self.announced.counts)
            message = (
                f"The totals of {self.section.state_name} do not add up to {self.announced.total} ({counts}): "
                "not recorded."
            )
            self._warn(message, self.totals_at or self.section.paragraphs[0])
        return {str(category): number for category, number in tally.items()}

    def _totals(self, sentence: str, paragraph: _Paragraph) -> None:
        before = len(self.announced.counts)
        plain = _CLARIFIED.sub(lambda found: f"{found['number']} were partially accepted", sentence)
        read_totals(plain, paragraph.page, self.announced, self.words)
        if len(self.announced.counts) > before and self.totals_at is None:
            self.totals_at = paragraph

    # --- positions --------------------------------------------------------------------------------------------

    def _sentence(self, text: str, paragraph: _Paragraph) -> None:
        now = _FORMER.sub(lambda found: "," + " " * (len(found[0]) - 1), text)
        sentence = read_sentence(now, self.lists, self.words)
        if not sentence.lists:
            if paragraph.part == "remarks" and _PRESIDENT.search(text):
                self._totals(text, paragraph)
            return
        clauses = clauses_of(sentence) if self._is_plain(sentence) else []
        answered = {named.paragraph for clause in clauses for named in clause.named if _is_position(clause.category)}
        named = list(dict.fromkeys(p for each in sentence.lists for p in each.paragraphs))
        doubt = next((clause.doubt for clause in clauses if clause.doubt), "")
        if doubt or any(each.doubts for each in sentence.lists) or not answered.issuperset(named):
            self._tell(text, named, paragraph)
            return
        for clause in clauses:
            stand = Stand(
                clause.category, shortened(text), paragraph.page, paragraph.number, Weight.LIST, clause.of_part
            )
            for each in clause.named:
                record = self.records.setdefault(each.paragraph, Record(each.paragraph, paragraph.page))
                record.stands.append(stand)

    def _is_plain(self, sentence: Sentence) -> bool:
        """Whether nothing but plain words stands between each list and a position, and nothing takes that back."""
        without = sentence.without_numbers
        if not sentence.said or _HEDGED.search(without):
            return False
        return all(
            any(
                _BETWEEN.fullmatch(sentence.text[said.end : each.start])
                if said.end <= each.start
                else _BETWEEN.fullmatch(sentence.text[each.end : said.start])
                for said in sentence.said
            )
            for each in sentence.lists
        )

    def _tell(self, text: str, named: list[str], paragraph: _Paragraph) -> None:
        """A sentence about paragraphs whose answer is not plain; one without any word of an answer says nothing."""
        if not phrases(text, self.words) and not _HEDGED.search(text):
            return
        message = (
            f"{self.section.state_name}: “{shortened(text, BEGINNING)}” names {shortened(', '.join(named), 150)}, but "
            "what it answers is not plain. Nothing was recorded: add by hand what it means."
        )
        self._warn(message, paragraph)

    def _rows(self, adopted: str) -> Iterator[ReadRow]:
        place = 0
        for record in self.records.values():
            decision = decide(record)
            if decision.category is None or not _is_position(decision.category):
                message = f"{self.section.state_name}: {decision.doubt or 'no plain answer'} Nothing was recorded."
                self.problems.warn(message, paragraph=record.paragraph, page=record.page or None)
                continue
            stand = decision.stands[-1]
            locator = ", ".join(filter(None, [f"page {stand.page}" if stand.page else "", f"para. {stand.paragraph}"]))
            answer = Answer(record.paragraph, decision.category, decision.response, locator=locator, page=stand.page)
            place += 1
            yield replace(answer.row(place, self.symbol), taken_on=adopted)

    def _warn(self, message: str, paragraph: _Paragraph) -> None:
        if not paragraph.page:
            message = f"{message} (paragraph {paragraph.number} of the report)"
        self.problems.warn(message, page=paragraph.page or None)


def _is_position(category: Category) -> bool:
    """Whether a category is one that a State takes: that something is implemented gives no other position."""
    return UN_CLASS[category] != UNClass.PENDING and category not in IMPLEMENTED


def _locator(paragraph: _Paragraph) -> str:
    page = f"page {paragraph.page}" if paragraph.page else ""
    return ", ".join(filter(None, [page, f"para. {paragraph.number}"]))
