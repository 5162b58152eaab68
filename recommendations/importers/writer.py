"""Writes what was read: all or nothing, and only what a source changed since its last reading."""

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from recommendations.models import (
    Change,
    FileFormat,
    ImportRun,
    Pledge,
    Recommendation,
    Review,
    State,
    text_key,
    together,
    writing_many,
)
from recommendations.tracking.reviews import (
    SessionReviews,
    cycle_of,
    document,
    find_or_create_by_slug,
    record_documents,
)

from .adopting import Adopting
from .answering import Answering
from .building import Builder, source_of_format
from .changes import Changes
from .corrections import Corrections
from .drafts import Drafts
from .grouping import Group, group_rows
from .matching import Record
from .new_rows import NewRows
from .own_record import OwnRecord
from .papers_together import (
    PAPERS,
    check_together,
    in_order,
    is_draft,
    report_symbol,
    review_of_addendum,
    review_of_adoption,
    symbol_of,
)
from .problems import ImportRefused, Problem
from .readings import ReadFile, ReadReview
from .report import ImportReport, ReviewReport

MANY = 5000  # recommendations, of which one statement for each table is enough


def write_in_steps(
    files: list[ReadFile],
    *,
    review: str = "",
    dry_run: bool = False,
    publish: bool = False,
    user: User | None = None,
    corrections: Corrections | None = None,
) -> Generator[int, None, ImportReport]:
    """Writes all files or none, telling after each review how many rows are done; raises ImportRefused on an error.

    review, the address of a review, says which review a matrix belongs to; of an export with many reviews
    it keeps the rows of that one. A dry run does everything and takes it back. corrections: what people put right of
    what was read from papers; it is of the same change.
    """
    at = timezone.now()
    done = 0
    report = ImportReport("+".join(dict.fromkeys(file.format for file in files)), dry_run=dry_run)
    report.problems += [problem for file in files for problem in file.problems] + check_together(files)
    refuse_on_error(report)
    names = ", ".join(file.name for file in files)
    with writing_many(), together(_change(names, user, at)) as change:
        report.change = change
        for file in in_order(files):
            run = ImportRun.objects.create(
                change=change,
                format=file.format,
                file_name=file.name[:255],
                sha256=file.sha256,
                source=source_of_format(file.format),
                imported_at=at,
                imported_by=user,
                rows=sum(len(review.rows) for review in file.reviews),
            )
            reports = []
            for reviewed in _FileWriter(file, files, run, report.problems, review).write():
                reports.append(reviewed)
                done += reviewed.rows
                yield done
            if publish:
                Review.objects.filter(slug__in=[r.review for r in reports]).publish(at)
            report.reviews += reports
            if corrections and file.format in PAPERS and reports:
                number = next(n for n, each in enumerate(files) if each is file)
                corrections.apply(number, file, reports[-1].review, report.problems)
        refuse_on_error(report)
        report.reviews = one_each(report.reviews)
        transaction.set_rollback(dry_run)
    return report


def one_each(reports: list[ReviewReport]) -> list[ReviewReport]:
    """One report a review: several papers of one review are counted together, by what is recorded of it now."""
    together_of: dict[str, list[ReviewReport]] = {}
    for report in reports:
        together_of.setdefault(report.review, []).append(report)
    return [several[0] if len(several) == 1 else _counted_together(several) for several in together_of.values()]


def _counted_together(reports: list[ReviewReport]) -> ReviewReport:
    slug, paragraphs = reports[0].review, max(report.paragraphs for report in reports)
    created = sum(report.created for report in reports)
    touched = max(report.created + report.updated + report.unchanged for report in reports)
    updated = min(sum(report.updated for report in reports), max(0, touched - created))
    positions = reports[-1].positions
    if paragraphs:
        numbered = Recommendation.objects.filter(review__slug=slug).numbered()
        positions = dict(sorted(Counter(numbered.values_list("position", flat=True)).items()))
    return ReviewReport(
        review=slug,
        paragraphs=paragraphs,
        rows=sum(report.rows for report in reports),
        created=created,
        updated=updated,
        unchanged=max(0, touched - created - updated),
        positions=positions,
    )


def _change(files: str, user: User | None, at: datetime) -> Change:
    description = Truncator(_("Import of %(files)s") % {"files": files}).chars(300)
    return Change.objects.create(kind=Change.Kind.IMPORT, description=description, made_by=user, made_at=at)


def refuse_on_error(report: ImportReport) -> None:
    """Raises ImportRefused if there is an error among the problems."""
    if any(problem.level == "error" for problem in report.problems):
        raise ImportRefused(report.problems, report.format)


class _FileWriter:
    def __init__(
        self, file: ReadFile, beside: list[ReadFile], run: ImportRun, problems: list[Problem], only: str
    ) -> None:
        self.file, self.beside, self.run, self.problems, self.only = file, beside, run, problems, only
        self.builder = Builder(file, run, problems)
        self.new_rows = NewRows(self.builder)
        self.sessions = SessionReviews()
        self.made: set[int] = set()  # reviews of which nothing can be recorded yet
        self.own = OwnRecord(self.builder) if file.format == FileFormat.UPR_TRACKER else None

    def write(self) -> Iterator[ReviewReport]:
        """Writes one review after the other."""
        reports = []
        for review, read in self._reviews():
            reports.append(self._write_review(review, read))
            yield reports[-1]
        self.new_rows.write()
        for number in ("created", "updated", "unchanged"):
            setattr(self.run, number, sum(getattr(report, number) for report in reports))
        self.run.save()

    def _reviews(self) -> Iterator[tuple[Review, ReadReview]]:
        """Each review with what was read of it; an error where the review cannot be told."""
        if self.only:
            yield from self._only_review()
            return
        for read in self.file.reviews:
            if self.own:
                yield self.own.review(read), read
            elif read.adoption:
                yield from self._adopted(read)
            elif self.file.format == FileFormat.ADDENDUM and (found := review_of_addendum(read, self.beside)):
                yield found, read
            elif read.session:
                yield self._of_session(self.builder.states[read.state], read.session, read.cycle), read
            else:
                self._error(_without_review(symbol_of(read) if self.file.format == FileFormat.ADDENDUM else ""))

    def _of_session(self, state: State, session: int, cycle: int | None) -> Review:
        review, made = self.sessions.find_or_create(state, session, cycle)
        self.made |= {review.pk} if made else set()
        return review

    def _adopted(self, read: ReadReview) -> Iterator[tuple[Review, ReadReview]]:
        """The review of an adoption, if it is recorded: the report of a session speaks of many that are not."""
        if review := review_of_adoption(read):
            yield review, read
        elif read.adoption:
            state = self.builder.states[read.state]
            message = f"The review of {state} whose outcome was adopted is not recorded: its section was left out."
            self.problems.append(Problem("warning", message, self.file.name, page=read.adoption.page or None))

    def _only_review(self) -> Iterator[tuple[Review, ReadReview]]:
        review = find_or_create_by_slug(self.only)
        if review is None:
            self._error(f"There is no review “{self.only}”. Check the spelling, or add it in the admin first.")
            return
        ours = [read for read in self.file.reviews if self._is_of(read, review)]
        if not ours:
            self._error(f"The file holds nothing of the review “{self.only}” ({review}).")
        for read in ours:
            yield review, read

    def _is_of(self, read: ReadReview, review: Review) -> bool:
        """Whether what was read may be of the review: a file that does not say is taken at the word given."""
        if read.adoption:
            return review_of_adoption(read) == review
        if not read.session:
            return True
        return read.state == review.state.iso3 and cycle_of(read.session, read.cycle) == review.cycle

    def _error(self, message: str) -> None:
        self.problems.append(Problem("error", message, self.file.name))

    def _write_review(self, review: Review, read: ReadReview) -> ReviewReport:
        if self.own:
            return self.own.write(review, read)
        if self.file.format == FileFormat.ADDENDUM:
            return Answering(self.builder, review).write(read)
        if read.adoption:
            return Adopting(self.builder, review, read.adoption).write(read)
        groups = group_rows(read.rows, self.file.name, self.problems)
        if review.pk in self.new_rows.reviews:
            self.new_rows.write()
        record = Record.of_new(review) if review.pk in self.made else Record.load(review, self.file.format)
        self.made.discard(review.pk)
        if is_draft(symbol_of(read)) and any(e.readings and not e.is_draft for e in record.found):
            self._error(f"The report of {review} is recorded already: its draft adds nothing.")
            return ReviewReport(review.slug)
        pairs = record.match(groups)
        drafts = None
        if self.file.format == FileFormat.WG_REPORT and not is_draft(symbol_of(read)):
            drafts = Drafts(review, record)
            drafts.give_up_numbers()
        changes = Changes(self.builder)
        changes.absorb(pairs)
        changes.take_from_others(pairs, record.by_text)
        updated = changes.apply(pairs)
        new = [pair.group for pair in pairs if pair.existing is None]
        now = {id(pair.group): pair.existing.recommendation.pk for pair in pairs if pair.existing}
        now |= zip(map(id, new), self._write_new(review, new, record), strict=False)
        changes.merge_left(now)
        self.problems += drafts.lead_on(self.file.name) if drafts else []
        changes.tell_missing(review, record.found)
        changes.note_confirmed()
        record_documents(review, {row.symbol for row in read.rows if row.symbol and not is_draft(row.symbol)})
        self._record_pledges(review, read)
        self._record_day(review, read)
        numbered = [group for group in groups if group.first.paragraph]
        counted = [group.category for group in groups] if numbered else [row.category for row in read.rows]
        return ReviewReport(
            review=review.slug,
            paragraphs=len(numbered),
            rows=len(read.rows),
            created=len(new),
            updated=updated,
            unchanged=len(groups) - len(new) - updated,
            positions=dict(sorted(Counter(map(str, counted)).items())),
        )

    def _write_new(self, review: Review, new: list[Group], record: Record) -> Sequence[int]:
        """The keys of new recommendations. Those of a review that is new itself can wait for more: they have none."""
        waits = self.file.format == FileFormat.UPR_INFO and not record.found
        if not waits or len(self.new_rows) > MANY:
            self.new_rows.write()
        self.new_rows.add(review, new, record.keys)
        return () if waits else self.new_rows.write()

    def _record_pledges(self, review: Review, read: ReadReview) -> None:
        if not read.pledges:
            return
        there = {text_key(text) for text in review.pledges.values_list("text", flat=True)}
        for pledge in read.pledges:
            if text_key(pledge.text) not in there:
                source = document(symbol_of(read), review.state) if symbol_of(read) else self.run.source
                Pledge.objects.create(review=review, paragraph=pledge.paragraph, text=pledge.text, source=source)

    def _record_day(self, review: Review, read: ReadReview) -> None:
        """The day of the review, as the report prints it, where none is recorded."""
        day = read.rows[0].taken_on if self.file.format == FileFormat.WG_REPORT and read.rows else ""
        if day and not review.reviewed_on:
            review.reviewed_on = day
            review.save(update_fields=["reviewed_on"])


def _without_review(addendum: str) -> str:
    """What to do about a file that does not name its review, or an addendum without its report."""
    say_which = "say which review it is of, such as slovenia-2019 (with a command: --review slovenia-2019)."
    if addendum:
        report = report_symbol(addendum)
        return f"This is an addendum to {report}, which is not recorded. Import both together, or {say_which}"
    return f"The file does not name its review: {say_which}"
