"""Triggers that SQLite runs for each new row, done once for very many rows: sooner, and to the same end.

Whoever makes such a trigger says here what does the same for all rows at once. While they are written the trigger
stands aside, within the transaction that writes them: nobody else writes meanwhile, nobody sees it, and a failure
takes everything back. What is not known here stays as it is and is run for each row.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

FEWEST = 500  # rows, for which it is worth while

# Of a table: the statements that make such triggers, each with the one that does the same for `n.id BETWEEN …`.
Instead = Callable[[str, str], dict[str, str]]
_instead: list[Instead] = []


def done_at_once(instead: Instead) -> Instead:
    """Registers what does the work of triggers: of a table, and a condition on its new rows `n`."""
    _instead.append(instead)
    return instead


@contextmanager
def once_for_all(cursor: Any, table: str, first: int, last: int) -> Iterator[None]:
    """Within a transaction of SQLite, in which rows with these keys are inserted and no others."""
    if last - first + 1 < FEWEST:
        yield
        return
    known = {made: work for each in _instead for made, work in each(table, f"n.id BETWEEN {first} AND {last}").items()}
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
    aside = [(name, made) for name, made in cursor.fetchall() if made in known]
    for name, _made in aside:
        cursor.execute(f"DROP TRIGGER {name}")
    yield
    for _name, made in aside:
        cursor.execute(known[made])
        cursor.execute(made)
