"""Long work in steps, so that whoever waits sees how far it is."""

from collections.abc import Callable, Generator
from typing import TypeVar

Other = TypeVar("Other")
Step = TypeVar("Step")
Result = TypeVar("Result")


def run(steps: Generator[Step, None, Result], after_each: Callable[[Step], object] = lambda step: None) -> Result:
    """Goes through all steps and returns what they come to."""
    while True:
        try:
            after_each(next(steps))
        except StopIteration as end:
            return end.value


def told(steps: Generator[Step, None, Result], how: Callable[[Step], Other]) -> Generator[Other, None, Result]:
    """The same steps, each told in another way."""
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return end.value
        yield how(step)
