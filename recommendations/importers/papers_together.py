"""Papers that are imported together must be of one review, and each there once."""

from recommendations.models import FileFormat, Review, State
from recommendations.tracking.reviews import find_or_create_review

from .problems import Problem
from .readings import ReadFile, ReadReview

PAPERS = (FileFormat.WG_REPORT, FileFormat.ADDENDUM)
PLACES = {FileFormat.WG_REPORT: 1, FileFormat.ADDENDUM: 3, FileFormat.SESSION_REPORT: 4}


def in_order(files: list[ReadFile]) -> list[ReadFile]:
    """Reports first, answers after all others, and what was said at the adoption last."""
    return sorted(files, key=lambda file: PLACES.get(FileFormat(file.format), 2))


def report_symbol(symbol: str) -> str:
    """A/HRC/43/15 for A/HRC/43/15/Add.1."""
    return symbol.split("/Add.")[0]


def check_together(files: list[ReadFile]) -> list[Problem]:
    """Errors for papers of different States or reports, and for two versions of one paper."""
    papers = [(file, review) for file in files if file.format in PAPERS for review in file.reviews]
    problems = []
    for at, (file, review) in enumerate(papers):
        for other, others in papers[:at]:
            if message := _clash(file, review, other, others):
                problems.append(Problem("error", message, file.name))
                break
    return problems


def _clash(file: ReadFile, review: ReadReview, other: ReadFile, others: ReadReview) -> str:
    if review.state and others.state and review.state != others.state:
        return f"This is of another State's review than “{other.name}” ({review.state}, {others.state})."
    one, two = symbol_of(review), symbol_of(others)
    if one and one == two:
        return f"“{other.name}” is the same document, {one}. Give one version."
    if one and two and report_symbol(one) != report_symbol(two) and file.format != other.format:
        return f"{one} does not belong to {two} (“{other.name}”)."
    if file.format == other.format == FileFormat.WG_REPORT and not is_draft(one + two):
        return f"“{other.name}” is a report too. Import one review at a time."
    return ""


def is_draft(symbol: str) -> bool:
    """Whether a symbol is that of draft recommendations, which have numbers of their own: A/HRC/WG.6/48/L.5."""
    return "/L." in symbol


def symbol_of(read: ReadReview) -> str:
    """The symbol of the document that was read."""
    return next((row.symbol for row in read.rows if row.symbol), "")


def review_of_adoption(read: ReadReview) -> Review | None:
    """The recorded review whose outcome was adopted: of the report that is named, else of the State at that session
    of the Council or on that day. None where there is none, or more than one."""
    adoption = read.adoption
    if adoption is None:
        return None
    ours = Review.objects.filter(state__iso3=read.state)
    for asked in (
        {"report__symbol": adoption.report},
        {"hrc_session__number": int(adoption.symbol.split("/")[2]) if adoption.symbol else 0},
        {"reviewed_on": adoption.reviewed},
    ):
        found = list(ours.filter(**asked)[:2]) if all(asked.values()) else []
        if len(found) == 1:
            return found[0]
    return None


def review_of_addendum(read: ReadReview, files: list[ReadFile]) -> Review | None:
    """The review that an addendum answers: of the report beside it, of that report's symbol, of its State's session.

    None where that leaves a doubt.
    """
    for file in files:
        report = file.reviews[0] if file.format == FileFormat.WG_REPORT and file.reviews else None
        if report and report.session:
            return find_or_create_review(State.objects.get(iso3=report.state), report.session, report.cycle)
    if symbol := symbol_of(read):
        if found := Review.objects.filter(report__symbol=report_symbol(symbol)).first():
            return found
        if found := Review.objects.filter(addendum__symbol=symbol).first():
            return found
    if read.state and read.session:
        return find_or_create_review(State.objects.get(iso3=read.state), read.session, read.cycle)
    return None
