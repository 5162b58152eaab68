"""What was read from papers beside the text of their pages, and the forms in which people put it right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.importers.corrections import Corrected
from recommendations.importers.passages import Mark
from recommendations.importers.preview import Paragraph, Place
from recommendations.importers.readings import LONGEST_TEXT
from recommendations.importers.uploading import paragraphs_in
from recommendations.models import Category, StateNames, Upload
from recommendations.tracking.correcting import Correction

ON_A_PAGE = 20  # paragraphs
LINES_BEFORE = 3  # of the page, above the first passage; the others are folded
LINES_AROUND = 5  # paragraphs of a Word document, which has no pages
MOST_PAGES = 3  # that are shown beside one paragraph
LONGEST_LIST = 5_000  # characters of names of States


class CorrectionForm(forms.Form):
    """What is right of one paragraph; filled in with what was read."""

    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5, "cols": 40})
    )
    senders = forms.CharField(
        label=gettext_lazy("Recommending States"),
        help_text=gettext_lazy("Names, with a semicolon between them."),
        max_length=LONGEST_LIST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 40}),
    )
    position = forms.ChoiceField(label=gettext_lazy("Position"), choices=Category.choices)
    reason = forms.CharField(
        label=gettext_lazy("The State's reason"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 40}),
    )

    def __init__(
        self,
        paragraph: Paragraph,
        correction: Correction,
        data: QueryDict | None = None,
        names: StateNames | None = None,
    ) -> None:
        initial = _read(paragraph) | {name: value for name, value in _spoken(correction).items() if value is not None}
        super().__init__(data, prefix=f"p{paragraph.paragraph}", initial=initial)
        self.paragraph, self.names = paragraph, names
        for name in [name for name, value in _read(paragraph).items() if value is None]:
            del self.fields[name]

    def clean_text(self) -> str:
        return _one_line_end(self.cleaned_data["text"])

    def clean_reason(self) -> str:
        return _one_line_end(self.cleaned_data["reason"])

    def clean_senders(self) -> tuple[tuple[str, str], ...]:
        """Each State once, by the name that was written; refuses a name that is not known."""
        found: dict[str, str] = {}
        for name in filter(None, (" ".join(part.split()) for part in self.cleaned_data["senders"].split(";"))):
            code = self.names.iso3(name) if self.names else None
            if code is None:
                raise forms.ValidationError(
                    _("“%(name)s” is not the name of a State that is known here."), params={"name": name[:100]}
                )
            found.setdefault(code, name)
        return tuple((name, code) for code, name in found.items())

    @property
    def correction(self) -> Correction:
        """What differs from what was read."""
        said, paragraph = self.cleaned_data, self.paragraph
        codes = {code for _name, code in paragraph.senders}
        right: dict[str, Any] = {
            name: said[name]
            for name in ("text", "position", "reason")
            if name in said and said[name] != _read(paragraph)[name]
        }
        if "senders" in said and {code for _name, code in said["senders"]} != codes:
            right["senders"] = said["senders"]
        return Correction(**right)


@dataclass(slots=True)
class Shown:
    """A piece of a page: marked, or not."""

    text: str
    is_marked: bool = False


@dataclass(slots=True)
class PageText:
    """A page beside a paragraph: its beginning, which is folded, and the rest from shortly before the passage."""

    file: str
    number: int
    before: str
    pieces: list[Shown]


@dataclass(slots=True)
class Beside:
    """A paragraph as it was read, the pages that it was read from, and the form to put it right."""

    paragraph: Paragraph
    pages: list[PageText]
    form: CorrectionForm | None
    corrected: list[tuple[str, str]] = field(default_factory=list)  # what is corrected, and what was read
    corrected_by: str = ""

    @property
    def position(self) -> str:
        return str(Category(self.paragraph.position).label)


class SideBySide:
    """The paragraphs of an upload for one page of its preview, and what was sent of it."""

    def __init__(self, request: HttpRequest, upload: Upload, may_correct: bool) -> None:
        self.request, self.upload, self.may_correct = request, upload, may_correct
        self.paragraphs = paragraphs_in(upload)
        self.by_number = {each.paragraph: each for each in self.paragraphs}
        self.corrected = {number: Corrected.of(said) for number, said in upload.corrections.items()}
        self.sent: dict[str, CorrectionForm] = {}
        self.errors: list[str] = []

    # --- what is shown ----------------------------------------------------------------------------------------

    @property
    def doubtful(self) -> int:
        return sum(bool(each.doubts) for each in self.paragraphs)

    @property
    def shows_all(self) -> bool:
        return "show" in self.request.GET or not self.doubtful

    @cached_property
    def page(self) -> Page:
        """One page of the paragraphs, least certain first; those that were sent and refused come before all others."""
        listed = [each for each in self.paragraphs if self.shows_all or each.doubts or each.paragraph in self.corrected]
        refused = [form.paragraph for form in self.sent.values() if form.errors]
        listed = refused + [each for each in listed if each not in refused]
        return Paginator(listed, max(ON_A_PAGE, len(refused))).get_page(1 if refused else self.request.GET.get("page"))

    @cached_property
    def beside(self) -> list[Beside]:
        """The paragraphs of this page with their texts and forms."""
        files = list(self.upload.files.order_by("pk").values_list("name", "pages"))
        return [self._beside(paragraph, files) for paragraph in self.page]

    def _beside(self, paragraph: Paragraph, files: list[Any]) -> Beside:
        pages = [page for place in paragraph.places for page in _pages(place, *files[place.file])]
        corrected = self.corrected.get(paragraph.paragraph)
        form = None
        if self.may_correct and not paragraph.is_rule and not self.upload.report.get("refused"):
            correction = corrected.correction if corrected else Correction()
            form = self.sent.get(paragraph.paragraph) or CorrectionForm(paragraph, correction)
        shown = Beside(paragraph, pages, form)
        if corrected:
            right = [name for name, value in _spoken(corrected.correction).items() if value is not None]
            read = _read(paragraph) | {"position": shown.position}
            shown.corrected = [(str(CorrectionForm.base_fields[name].label), read[name] or "") for name in right]
            shown.corrected_by = "" if corrected.by == self.request.user.pk else corrected.name
        return shown

    # --- what is sent -----------------------------------------------------------------------------------------

    def keep(self) -> bool:
        """Keeps what was sent, if all of it can be; else says what is wrong."""
        numbers = self.request.POST.getlist("paragraph") if self.may_correct else []
        names = StateNames.load() if numbers else None
        for number in numbers:
            paragraph = self.by_number.get(number)
            if paragraph is None or paragraph.is_rule:
                self.errors.append(_("Paragraph “%(number)s” is not in these files.") % {"number": number[:20]})
                continue
            self.sent[number] = CorrectionForm(paragraph, Correction(), self.request.POST, names)
        for number, form in self.sent.items():
            if not form.is_valid():
                self.errors.append(_("Paragraph %(number)s: see what is wrong there.") % {"number": number})
        if self.errors:
            return False
        if self.sent:
            self._write()
        return True

    @transaction.atomic
    def _write(self) -> None:
        """Keeps each correction beside those that others may have kept meanwhile; one taken back is gone."""
        upload = Upload.objects.select_for_update().get(pk=self.upload.pk)
        user: User = self.request.user  # type: ignore[assignment]
        for number, form in self.sent.items():
            before = upload.corrections.get(number)
            if form.correction == Correction():
                upload.corrections.pop(number, None)
            elif before is None or Corrected.of(before).correction != form.correction:
                upload.corrections[number] = Corrected(form.correction, user.pk, user.get_username()).as_dict()
        upload.save(update_fields=["corrections"])
        self.upload.corrections = upload.corrections


def _read(paragraph: Paragraph) -> dict[str, str | None]:
    """What was read, as the form shows it; None for what these files do not say."""
    senders = None if paragraph.text is None else "; ".join(name for name, _code in paragraph.senders)
    return {
        "text": paragraph.text,
        "senders": senders,
        "position": paragraph.position,
        "reason": None if paragraph.reason is None else _one_line_end(paragraph.reason),
    }


def _spoken(correction: Correction) -> dict[str, str | None]:
    senders = None if correction.senders is None else "; ".join(name for name, _code in correction.senders)
    return {
        "text": correction.text,
        "senders": senders,
        "position": correction.position,
        "reason": correction.reason,
    }


def _one_line_end(text: str) -> str:
    """Browsers send line ends as two signs."""
    return text.replace("\r\n", "\n").strip()


def _pages(place: Place, file: str, pages: list[Any]) -> Iterator[PageText]:
    """The pages on which the passages stand; where none was found, the page that the reading names."""
    by_page: dict[int, list[Mark]] = {}
    for mark in place.marks:
        by_page.setdefault(mark.page, []).append(mark)
    if not by_page:
        by_page = {at: [] for at, (number, _lines) in enumerate(pages) if number == place.page}
    for at in sorted(by_page)[:MOST_PAGES]:
        number, lines = pages[at]
        yield _page(file, number, lines, by_page[at])


def _page(file: str, number: int, lines: list[str], marks: list[Mark]) -> PageText:
    text = "\n".join(lines)
    first, last = (marks[0].start, marks[-1].end) if marks else (0, 0)
    start = _lines_before(text, first, LINES_BEFORE if number else LINES_AROUND)
    end = len(text) if number else _lines_after(text, last, LINES_AROUND)
    return PageText(file, number, text[:start] if number else "", list(_pieces(text, start, end, marks)))


def _lines_before(text: str, at: int, lines: int) -> int:
    """Where the line begins that stands so many lines above a place."""
    for _line in range(lines + 1):
        at = text.rfind("\n", 0, at)
        if at < 0:
            return 0
    return at + 1


def _lines_after(text: str, at: int, lines: int) -> int:
    for _line in range(lines + 1):
        at = text.find("\n", at + 1)
        if at < 0:
            return len(text)
    return at


def _pieces(text: str, start: int, end: int, marks: Iterable[Mark]) -> Iterator[Shown]:
    at = start
    for mark in marks:
        if mark.start > at:
            yield Shown(text[at : mark.start])
        yield Shown(text[mark.start : min(mark.end, end)], True)
        at = mark.end
    if at < end:
        yield Shown(text[at:end])
