"""Whatever is changed, removed, swapped or added in the log is found and named; what is whole is never suspected."""

import io
import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from reprisals import audit
from reprisals.audit import chain, checking, guard, sequence, witness
from reprisals.audit.checking import check
from reprisals.audit.findings import Findings, spoken
from reprisals.audit.ranges import Ranges
from reprisals.models import Entry

from .tampering import (
    COLUMNS,
    OTHER,
    a_log,
    change,
    named,
    recompute,
    renumber,
    said,
    swap,
    tampering,
    undone,
    unguard,
)

pytestmark = pytest.mark.django_db

# One by one, in words


def test_a_whole_log_is_whole(people, seen):
    a_log(people)
    found = check()
    assert (found.entries, found.notes, found.problems) == (9, [], [])
    assert found.head == f"9:{Entry.objects.first().digest}"


def test_an_empty_log_is_whole(seen):
    seen.touch()
    assert check() == Findings()


@pytest.mark.parametrize("number", [1, 4, 9])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_names_its_row_alone(people, seen, column, number):
    a_log(people)
    with tampering():
        change(number, **{column: people[1].pk if (column, number) == ("by", 9) else OTHER[column]})
    assert said(check())[0] == f"Entry {number} was altered."
    assert named(check()) == {number}


CASES: list[tuple[str, Callable[[], object], list[str]]] = [
    ("removed", lambda: Entry.objects.filter(number=5).delete(), ["Entry 5 is missing."]),
    ("first", lambda: Entry.objects.filter(number__lt=3).delete(), ["Entries 1 to 2 are missing."]),
    ("several", lambda: Entry.objects.filter(number__in=[2, 5, 6]).delete(), ["Entries 2 and 5 to 6 are missing."]),
    ("tail", lambda: Entry.objects.filter(number=9).delete(),
     ["Entry 9 is missing: the witness saw more than there is."]),
    ("all", lambda: Entry.objects.all().delete(), ["Entries 1 to 9 are missing: the witness saw more than there is."]),
    ("swapped", lambda: swap(3, 7), ["Entries 3 and 7 were swapped."]),
    ("swapped neighbours", lambda: swap(3, 4), ["Entries 3 and 4 were swapped."]),
    ("swapped ends", lambda: swap(1, 9), ["Entries 1 and 9 were swapped."]),
    ("swapped but for the chain", lambda: swap(3, 7, *COLUMNS[:-2]), ["Entries 3 and 7 were swapped."]),
    ("renumbered", lambda: renumber(9, 12), ["Entry 9 stands as number 12 now."]),
    ("recomputed to the end", lambda: (change(4, about="x"), recompute(4)),
     ["Entries 4 to 9 are not what the witness saw: altered, and the chain written anew."]),
    ("recomputed alone", lambda: (change(4, about="x"), recompute(4, chained=False)), [
        "Entry 5 was not written after entry 4 as they stand: one of them was altered.",
        "Entry 4 is not what the witness saw: altered, and the chain written anew.",
    ]),
    ("last recomputed", lambda: (change(9, about="x"), recompute(9)),
     ["Entry 9 is not what the witness saw: altered, and the chain written anew."]),
    ("closed up", lambda: (Entry.objects.filter(number=8).delete(), renumber(9, 8)),
     ["Entry 8 is missing.", "Entry 9 stands as number 8 now."]),
    ("begun anew", lambda: (change(1, previous="0" * 64), recompute(1, chained=False)), [
        "Entry 1 was altered: it says that another came before it.",
        "Entry 2 was not written after entry 1 as they stand: one of them was altered.",
        "Entry 1 is not what the witness saw: altered, and the chain written anew.",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("tamper", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_way_of_tampering_is_told_in_words(people, seen, tamper, words):
    a_log(people)
    with tampering():
        tamper()
    assert said(check()) == words


def test_a_deleted_row_that_is_closed_up_is_named(people, seen):
    a_log(people)
    with tampering():
        Entry.objects.filter(number=5).delete()
        for number in range(6, 10):
            renumber(number, number - 1)
    assert "Entry 6 stands as number 5 now." in said(check())
    assert {5, 6, 7, 8, 9} <= named(check())


def test_rows_that_went_round_are_named(people, seen):
    a_log(people)
    with tampering():
        swap(2, 5)
        swap(5, 8)
    assert named(check()) == {2, 5, 8}
    assert all("stands as number" in text for text in said(check()))


def test_a_row_that_was_added_is_named(people, seen):
    a_log(people)
    with tampering():
        row = Entry.objects.get(number=4)
        row.number = 10
        row.save(force_insert=True)
    assert 10 in named(check())


def test_a_row_that_was_added_well_is_told_as_not_seen_by_the_witness(people, seen):
    a_log(people)
    audit.note(audit.Action.VIEWED, people[0])
    found = check()
    assert found.problems == []
    assert found.notes == ["Entry 10 is not in the witness."]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps each column to its kind")
@pytest.mark.parametrize(
    ("column", "value"), [("taken_at", "teapot"), ("taken_at", 7), ("taken_at", "2026-13-45 99:00:00"), ("by_id", "x")]
)
def test_what_can_be_no_value_is_an_alteration(people, seen, column, value):
    a_log(people)
    with undone():
        with tampering(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE reprisals_entry SET {column} = %s WHERE number = 4", [value])
        assert said(check()) == ["Entry 4 was altered."]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps each column to its kind")
def test_a_number_that_is_none_is_told(people, seen):
    a_log(people)
    with tampering(), connection.cursor() as cursor:
        cursor.execute("UPDATE reprisals_entry SET number = 'teapot' WHERE number = 4")
    assert said(check()) == ["Entry 4 is missing.", "A row was added under the number 'teapot', which is none."]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps each column to its kind")
def test_a_log_that_cannot_be_read_is_told(people, seen):
    a_log(people)
    with tampering(), connection.cursor() as cursor:
        cursor.execute("UPDATE reprisals_entry SET about = x'ff00ff' WHERE number = 4")
    assert said(check())[0].startswith("The log cannot be read beyond entry")


def test_a_guard_that_was_taken_away_is_told(people, seen):
    a_log(people)
    with undone():
        unguard()
        assert said(check()) == [
            "The database would no longer refuse a change of the log. Find out why, then run migrate."
        ]
    assert check().problems == []


GUTTED = {
    "sqlite": [
        f"CREATE TRIGGER {guard.TABLE}_never_changed BEFORE UPDATE ON {guard.TABLE} BEGIN SELECT 1; END",
        f"CREATE TRIGGER {guard.TABLE}_never_changed BEFORE UPDATE ON {guard.TABLE} WHEN 0 "
        "BEGIN SELECT RAISE(ABORT, 'The log is only ever added to.'); END",
    ],
    "postgresql": [
        f"ALTER TABLE {guard.TABLE} ENABLE REPLICA TRIGGER {guard.TABLE}_never_changed",
        f"CREATE OR REPLACE FUNCTION {guard.TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NEW; END $$",
        f"CREATE OR REPLACE TRIGGER {guard.TABLE}_never_changed BEFORE UPDATE OR DELETE ON {guard.TABLE} "
        f"EXECUTE FUNCTION {guard.TABLE}_refuse()",
        f"CREATE OR REPLACE TRIGGER {guard.TABLE}_in_order BEFORE INSERT ON {guard.TABLE} FOR EACH ROW "
        f"WHEN (false) EXECUTE FUNCTION {guard.TABLE}_in_order()",
    ],
}


def test_a_guard_that_is_there_by_name_alone_is_told(people, seen):
    a_log(people)
    for gutting in GUTTED[connection.vendor]:
        with undone(), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {guard.TABLE}_never_changed")
            else:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of this transaction
            cursor.execute(gutting)
            assert [problem.kind for problem in check().problems] == ["unguarded"], gutting
    guard.ensure(connection)
    assert check().problems == []


# The witness and the kept head


def test_the_order_and_gaps_of_the_witness_do_not_matter(people, seen):
    a_log(people)
    lines = seen.read_text().splitlines(keepends=True)
    seen.write_text("".join([*reversed(lines[5:]), *lines[:2], *lines[3:6]]))
    found = check()
    assert found.problems == []
    assert found.notes == ["Entry 3 is not in the witness."]


def test_without_a_witness_it_is_told_and_is_no_failure(people, settings, tmp_path):
    a_log(people)
    settings.AUDIT_WITNESS = str(tmp_path / "nowhere")
    found = check()
    assert found.problems == []
    assert f"There is no witness at {tmp_path / 'nowhere'}." in found.notes[0]


def test_a_witness_that_cannot_be_read_is_a_failure(people, settings, tmp_path):
    a_log(people)
    settings.AUDIT_WITNESS = str(tmp_path)
    assert said(check())[0].startswith("The witness cannot be read")


def test_lines_that_say_nothing_are_told(people, seen):
    a_log(people)
    with seen.open("a") as file:
        file.write("teapot\n\n0 " + "a" * 64 + "\n" + "9" * 30 + " " + "a" * 64 + "\nÿ\n")
    assert check().problems == []
    assert check().notes == ["5 lines of the witness cannot be read."]


def test_a_kept_head_finds_what_the_witness_no_longer_tells(people, seen):
    a_log(people)
    kept = witness.head(check().head)
    audit.note(audit.Action.VIEWED, people[0])
    assert check(kept).problems == []
    seen.unlink()
    with tampering():
        change(4, about="x")
        recompute(4)
    assert check().problems == []
    assert said(check(kept)) == ["Entry 9 is not the one whose digest was kept: it, or one before it, was altered."]
    with tampering():
        Entry.objects.filter(number__gt=7).delete()
    assert said(check(kept)) == ["Entry 9 is missing: its digest was kept."]


def test_a_row_beyond_those_that_are_compared_is_named_all_the_same(people, seen, monkeypatch):
    monkeypatch.setattr(sequence, "MOST_KEPT", 2)
    a_log(people)
    with tampering():
        Entry.objects.filter(number__gt=2).update(about="x")
    assert said(check()) == ["Entries 3 to 9 were altered."]


def test_a_long_log_is_read_in_pieces(people, seen, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(checking, "AT_ONCE", 4)
    monkeypatch.setattr(chain, "AT_ONCE", 4)
    a_log(people, 20)
    with django_assert_max_num_queries(3 + 20 // 4):  # the rows, the witness in batches, the guard
        assert check().problems == []


# Numbers as ranges


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5))), st.lists(st.integers(0, 60)))
def test_ranges_are_the_set_of_their_numbers(added, taken):
    ours, whole = Ranges(), set()
    for first, more in added:
        ours.add(first, first + more)
        whole |= set(range(first, first + more + 1))
    without = ours.without(Ranges(taken))
    for ranges, numbers in ((ours, whole), (without, whole - set(taken))):
        found = list(ranges)
        assert {n for first, last in found for n in range(first, last + 1)} == numbers
        assert all(one[1] + 1 < following[0] for one, following in pairwise(found))
        assert all((n in ranges) is (n in numbers) for n in range(70))


def test_entries_are_spoken_of_as_people_do():
    assert spoken(Ranges([5])) == "Entry 5 is"
    assert spoken(Ranges([7, 5, 6, 9]), past=True) == "Entries 5 to 7 and 9 were"
    assert spoken(Ranges([1, 3, 5])) == "Entries 1, 3 and 5 are"


# The command


def run(**options: Any) -> str:
    out = io.StringIO()
    call_command("check_audit", stdout=out, **options)
    return out.getvalue()


def fails(**options: Any) -> tuple[str, str]:
    out = io.StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("check_audit", stdout=out, **options)
    assert failed.value.returncode == 1
    return out.getvalue(), str(failed.value)


def test_the_command_says_that_all_is_whole_and_where_it_ends(people, seen):
    a_log(people)
    head = f"9:{Entry.objects.first().digest}"
    assert run() == f"The log is whole: 9 entries.\nHead: {head}\n"
    assert json.loads(run(json=True)) == {"entries": 9, "head": head, "notes": [], "problems": []}
    assert "whole" in run(head=head)


def test_the_command_names_what_is_wrong(people, seen):
    a_log(people)
    with tampering():
        change(4, about="x")
        Entry.objects.filter(number__in=[7, 8]).delete()
    out, problems = fails()
    assert problems == "Entries 7 to 8 are missing.\nEntry 4 was altered."
    assert "whole" not in out
    told = json.loads(fails(json=True)[0])
    assert told["problems"] == [
        {"kind": "missing", "entries": [[7, 8]], "message": "Entries 7 to 8 are missing."},
        {"kind": "altered", "entries": [[4, 4]], "message": "Entry 4 was altered."},
    ]


@pytest.mark.parametrize("head", ["teapot", "", "4", "4:abc", "0:" + "a" * 64, "-1:" + "a" * 64])
def test_the_command_refuses_a_head_that_is_none(seen, head):
    out, problem = fails(head=head, json=True)
    assert "give number and digest as the check printed them" in problem
    assert json.loads(out)["problems"][0]["kind"] == "head"


def test_the_command_says_in_json_that_there_is_no_log(people, seen):
    a_log(people)
    with undone(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reprisals_entry RENAME TO gone")
        told = json.loads(fails(json=True)[0])
    assert told["problems"][0]["kind"] == "unreadable"
