"""Long work on papers: in steps that are shown, and that whoever started it can stop between any two of them.

Who closes the page stops it, too: nothing is kept before the last step, and that is one transaction.
"""

from collections.abc import Generator
from typing import Any, TypeVar

from recommendations.importers.uploading import Progress

from .models import Making

Result = TypeVar("Result")


class Stopped(Exception):
    """Somebody stopped it: nothing was kept."""


def stoppable(making: Making, steps: Generator[Progress, None, Result]) -> Generator[Progress, None, Result]:
    """The same steps, until somebody stops them. Raises Stopped. The run is over when they are, however they end."""
    try:
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                return end.value
            yield step
            if making.was_cancelled():
                raise Stopped
    finally:
        steps.close()
        making.delete()


def stop(number: Any, user: Any) -> bool:
    """Stops a run of one's own; whether there was one."""
    return bool(Making.objects.filter(number=number, started_by=user).update(is_cancelled=True))
