"""From rows to recommendations: which rows of one review are the same recommendation."""

from collections import Counter
from dataclasses import dataclass, field

from recommendations.models import Category, agree, text_key

from .problems import Problem
from .readings import ReadRow, Sender


@dataclass(slots=True)
class Group:
    """The rows that make one recommendation."""

    base_key: str  # its paragraph, or the key of its text
    rows: list[ReadRow] = field(default_factory=list)
    category: str = ""

    @property
    def first(self) -> ReadRow:
        return self.rows[0]

    @property
    def senders(self) -> dict[str, Sender]:
        """Its recommending States by code, in the order of the file."""
        senders: dict[str, Sender] = {}
        for row in self.rows:
            for sender in row.senders:
                senders.setdefault(sender.iso3, sender)
        return senders

    @property
    def themes(self) -> dict[tuple[str, str], None]:
        """Its themes in the order of the file, each once."""
        return dict.fromkeys(theme for row in self.rows for theme in row.themes)

    def numbered_rows(self) -> list[tuple[ReadRow, int]]:
        """Each row, and how many rows of the same sender came up to it: 2 for a duplicate."""
        seen: Counter[str] = Counter()
        numbered = []
        for row in self.rows:
            seen[row.sender_code] += 1
            numbered.append((row, seen[row.sender_code]))
        return numbered


def group_rows(rows: list[ReadRow], file: str, problems: list[Problem]) -> list[Group]:
    """Groups the rows of one review by paragraph, or without one by text, response and action.

    Adds an error for a paragraph with two texts, and warnings for duplicates and for texts with two answers.
    """
    groups: dict[object, Group] = {}
    families: dict[str, list[Group]] = {}
    for row in rows:
        base = row.paragraph or text_key(row.text)
        key: object = base if row.paragraph else (base, row.category, row.action)
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group(base, category=row.category)
            _warn_of_second_answer(families.setdefault(base, []), row, file, problems)
            families[base].append(group)
        else:
            _check_same(group, row, file, problems)
        group.rows.append(row)
    return list(groups.values())


def _warn_of_second_answer(family: list[Group], row: ReadRow, file: str, problems: list[Problem]) -> None:
    if family:
        message = f"The text of {family[0].first.where} again with another response or action: kept apart."
        problems.append(_problem("warning", message, file, row))


def _check_same(group: Group, row: ReadRow, file: str, problems: list[Problem]) -> None:
    if row.paragraph and text_key(row.text) != text_key(group.first.text):
        message = (
            f"Paragraph {row.paragraph} has two texts: “{group.first.text[:60]}…” in {group.first.where} "
            f"and “{row.text[:60]}…” here."
        )
        problems.append(_problem("error", message, file, row))
    elif row.category != group.category:
        message = f"“{group.first.response}” in {group.first.where} and “{row.response}” here: partially accepted."
        problems.append(_problem("warning", message, file, row))
        if not agree(row.category, group.category):
            group.category = Category.PARTIALLY_ACCEPTED
    elif any(row.sender_code == other.sender_code for other in group.rows):
        who = f" by {row.senders[0].name}" if row.sender_code else ""
        message = f"Duplicate row: the same recommendation{who} stands in {group.first.where}."
        problems.append(_problem("warning", message, file, row))


def _problem(level: str, message: str, file: str, row: ReadRow) -> Problem:
    return Problem(level, message, file, row.row, row.paragraph, page=row.page or None)
