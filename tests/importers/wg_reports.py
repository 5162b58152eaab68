"""Reports of the Working Group in a few lines, and what was read of them."""

from recommendations.importers.papers.wg_report import read_paper
from recommendations.importers.problems import Problem
from recommendations.importers.readings import ReadFile, ReadRow

from .files import state_names
from .papers import paper, report


def read(*paragraphs: str, **fields: object) -> ReadFile:
    """A report of paragraphs 1 and 2 and these, each a line."""
    return read_paper(
        paper(*report(*paragraphs), **{"state_name": "Slovenia", "wg_session": 48} | fields), state_names()
    )


def rows(*paragraphs: str) -> list[ReadRow]:
    (review,) = read(*paragraphs).reviews
    return review.rows


def numbers(*paragraphs: str) -> list[str]:
    return [row.paragraph for row in rows(*paragraphs)]


def only_problem(*paragraphs: str, **fields: object) -> Problem:
    (problem,) = read(*paragraphs, **fields).problems
    return problem
