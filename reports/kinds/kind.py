"""What a kind of paper is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reports.asked import Asked
from reports.draft import Draft


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper.

    needs: fields of `Asked` that must be given; of those joined by "|" one is enough, such as "case|reviews".
    draft: what makes the paper; it gets what was asked for and who asks, who counts for confidential papers alone.
    """

    name: str
    label: Any
    formats: tuple[str, ...]
    needs: tuple[str, ...]
    draft: Callable[[Asked, Any], Draft]
    languages: tuple[str, ...] = ("en",)
    confidential: bool = False
