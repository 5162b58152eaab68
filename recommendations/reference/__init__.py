"""Reference data as facts: States and their names, terms in the Council, sessions, clocks, vocabularies.

Loaded after every migration. Only what is missing is added: what staff have changed or merged stays as it is.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.text import slugify

from recommendations.models import (
    ClockStep,
    CouncilTerm,
    Merged,
    Session,
    State,
    StateMembership,
    StateName,
    Theme,
    ThemeSynonym,
    Vocabulary,
    normalise_name,
    states_by_code,
)

FOLDER = Path(__file__).parent
MEMBERSHIPS_AS_OF = "UPR Info, 2015"
WITH_A_FILE = ("instruments", "territories", "spellings")
ONLY_FOR_SEARCH = ("spellings",)


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of this folder's files."""
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def split(names: str) -> list[str]:
    """The names in a cell, which are divided by semicolons."""
    return [name.strip() for name in names.split(";") if name.strip()]


def load_states() -> None:
    merged = {known["iso3"] for known in Merged.objects.of(State).values_list("known_as", flat=True)}
    known = {*State.objects.values_list("iso3", flat=True), *merged}
    State.objects.bulk_create(
        State(
            iso3=row["iso3"],
            name=row["name"],
            slug=slugify(row["name"]),
            status=row["status"],
            regional_group=row["regional_group"],
        )
        for row in rows("states")
        if row["iso3"] not in known
    )
    by_code = states_by_code()
    taken = set(StateName.objects.values_list("normalised", flat=True))
    new = []
    for row in rows("states"):
        for name in [row["name"], *split(row["other_names"])]:
            normalised = normalise_name(name)
            if normalised not in taken and row["iso3"] in by_code:
                taken.add(normalised)
                new.append(StateName(state=by_code[row["iso3"]], name=name, normalised=normalised))
    StateName.objects.bulk_create(new)
    StateMembership.objects.bulk_create(
        (
            StateMembership(state=by_code[row["iso3"]], body=row["body"], as_of=MEMBERSHIPS_AS_OF)
            for row in rows("memberships")
            if row["iso3"] not in known
        ),
    )


def load_council_terms() -> None:
    """The terms in the Human Rights Council that were never recorded here; one that staff removed stays removed."""
    known = {(state, str(start)) for state, start in CouncilTerm.history.values_list("state", "starts_on")}
    by_code = states_by_code()
    new = []
    for row in rows("council_terms"):
        state = by_code.get(row["iso3"])
        if state and (state.pk, row["starts"]) not in known:
            known.add((state.pk, row["starts"]))
            new.append(CouncilTerm(state=state, starts_on=row["starts"], ends_on=row["ends"], checked=row["checked"]))
    CouncilTerm.objects.bulk_create(new)


def load_sessions() -> None:
    """The sessions that are missing; and the dates of those that an import made without any and nobody edited since."""
    known = set(Session.objects.values_list("kind", "number"))
    listed = {
        (str(kind), int(row["number"])): row
        for kind, name in ((Session.Kind.WG, "wg_sessions"), (Session.Kind.HRC, "hrc_sessions"))
        for row in rows(name)
    }
    Session.objects.bulk_create(
        Session(
            kind=kind,
            number=number,
            cycle=int(row["cycle"]) if kind == Session.Kind.WG else None,
            starts_on=row["starts"],
            ends_on=row["ends"],
            checked=row["checked"],
        )
        for (kind, number), row in listed.items()
        if (kind, number) not in known
    )
    as_made = Session.history.order_by().values("id").annotate(n=Count("pk")).filter(n=1).values("id")
    for session in Session.objects.filter(starts_on="", ends_on="", checked="", source=None, pk__in=as_made):
        if row := listed.get((session.kind, session.number)):
            session.starts_on, session.ends_on, session.checked = row["starts"], row["ends"], row["checked"]
            session.save()


def load_clocks() -> None:
    """The steps of all clocks that were never recorded here; a step that staff removed or renamed stays so."""
    known = set(ClockStep.history.values_list("clock", "slug"))
    ClockStep.objects.bulk_create(
        ClockStep(
            clock=row["clock"],
            slug=row["slug"],
            name=row["name"],
            rank=int(row["rank"]),
            counted_from=row["counted_from"],
            offset=int(row["offset"]) if row["offset"] else None,
            unit=row["unit"],
            is_estimate=row["is_estimate"] == "yes",
            note=row["note"],
        )
        for row in rows("clocks")
        if (row["clock"], row["slug"]) not in known
    )


def load_vocabularies() -> None:
    """The vocabularies, and the terms of those that are new; a term that staff removed stays removed."""
    known = set(Vocabulary.objects.values_list("slug", flat=True))
    new = {row["slug"]: Vocabulary(**row) for row in rows("vocabularies") if row["slug"] not in known}
    Vocabulary.objects.bulk_create(new.values())

    def theme(row: dict[str, str], vocabulary: str, rank: int) -> Theme:
        slug = row.get("slug") or slugify(row["name"])
        is_public = vocabulary not in ONLY_FOR_SEARCH
        return Theme(vocabulary=new[vocabulary], slug=slug, name=row["name"], rank=rank, is_reference=is_public)

    themes = [theme(row, row["vocabulary"], 0) for row in rows("themes") if row["vocabulary"] in new]
    for rank, goal in enumerate((t for t in themes if t.vocabulary.slug == "sdgs"), 1):
        goal.rank, goal.slug = rank, f"sdg-{rank}"
    listed = [(name, rank, row) for name in WITH_A_FILE if name in new for rank, row in enumerate(rows(name), 1)]
    named = [(theme(row, vocabulary, rank), row) for vocabulary, rank, row in listed]
    Theme.objects.bulk_create([*themes, *(term for term, _ in named)])
    ThemeSynonym.objects.bulk_create(
        ThemeSynonym(theme=term, name=name) for term, row in named for name in split(row.get("synonyms", ""))
    )


def load_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Adds what is missing, once all tables of this app are there."""
    if using != "default" or (kwargs.get("plan") and any(backward for _, backward in kwargs["plan"])):
        return
    with transaction.atomic():
        load_states()
        load_council_terms()
        load_sessions()
        load_clocks()
        load_vocabularies()
