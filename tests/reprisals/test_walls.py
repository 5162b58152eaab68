"""Nothing outside of the room leads into it: no accessor, no lookup, no name, no import."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.core.exceptions import SuspiciousOperation
from django.urls import reverse

from recommendations.filters import RecommendationFilter
from recommendations.models import State
from reprisals import models as room
from reprisals.filters import IncidentFilter
from reprisals.models.one_way import OneWay
from tests.records import a_state
from tests.upr_tracker.test_floors import ROOT, copy, lint_imports  # noqa: F401

from .records import an_incident

OURS = apps.get_app_config("reprisals")
PROJECTION = {"PublicIncident", "PublicAct", "PublicEngagement", "PublicFile", "PublicLink"}
PRIVATE = {model.__name__ for model in OURS.get_models(include_auto_created=True)} - PROJECTION
OUTSIDE = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label != "reprisals"]
NAMED = re.compile(rf"\breprisals[._]({'|'.join(PRIVATE)})\b", re.IGNORECASE)
WRITING = {
    *("create", "bulk_create", "update", "bulk_update", "get_or_create", "update_or_create", "save"),
    *("acreate", "aupdate", "asave"),
}


def sources(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    """The code in some folders, without what alters the database."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


# Accessors and lookups


def test_no_model_outside_leads_into_the_room():
    for model in OUTSIDE:
        for field in model._meta.get_fields():
            assert field.related_model is None or field.related_model._meta.app_label != "reprisals", field


def test_every_key_from_the_room_leads_one_way():
    keys = [
        (f"{model.__name__}.{field.name}", field.remote_field)
        for model in OURS.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.app_label != "reprisals"
    ]
    assert len(keys) > 10
    assert [name for name, back in keys if not isinstance(back, OneWay) or not back.hidden] == []


def test_no_hidden_name_leads_into_the_room(db):
    there = [
        (model, name)
        for model in OUTSIDE
        for name, back in model._meta.fields_map.items()
        if back.related_model._meta.app_label == "reprisals"
    ]
    assert there  # Django knows them by “+”
    for model, name in there:
        with pytest.raises(SuspiciousOperation):
            list(model._base_manager.filter(**{f"{name}__isnull": False}))


def test_the_projection_leads_to_itself_alone():
    for name in PROJECTION:
        for field in getattr(room, name)._meta.get_fields(include_hidden=True):
            assert field.related_model is None or field.related_model.__name__ in PROJECTION, field


@pytest.mark.parametrize("lookup", ["+", "+__isnull", "+__pk__gt", "+__kind", "+__incident__kind"])
def test_staff_without_rights_ask_no_list_of_the_public_record_about_the_room(client, db, lookup):
    an_incident(country=a_state("PRT"))
    outsider = User.objects.create_user("outsider", is_staff=True)
    outsider.user_permissions.set(Permission.objects.exclude(content_type__app_label="reprisals"))
    client.force_login(outsider)
    for name in ("state", "source", "review", "statement", "organisation", "theme", "session"):
        said = client.get(reverse(f"admin:recommendations_{name}_changelist"), {lookup: "0"})
        assert said.status_code in (302, 400), name
        assert said.get("Location", "e=1").endswith("e=1")
    assert client.get(reverse("admin:auth_user_changelist"), {lookup: "0"}).status_code in (302, 400)
    assert State.objects.exists()


@pytest.mark.parametrize("filters", [IncidentFilter, RecommendationFilter])
def test_filters_take_declared_names_alone(db, filters):
    assert set(filters.base_filters) == set(filters.declared_filters)
    assert not filters._meta.fields


@pytest.mark.parametrize("name", ["%2B__kind", "acts__incident__page", "incident", "pk", "reference__startswith"])
@pytest.mark.parametrize("address", ["/reprisals/", "/recommendations/", "/recommendations.csv"])
def test_an_address_asks_for_nothing_undeclared(client, db, address, name):
    assert client.get(f"{address}?{name}=1").status_code == 400


# Names


def named(tree: ast.Module) -> list[str]:
    """Texts that name a private model, and attributes by which one would be reached."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAMED.search(node.value):
            found.append(node.value)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("get_model", "get_app_config"):
            found += [a.value for a in node.args[:1] if isinstance(a, ast.Constant) and a.value == "reprisals"]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "reprisals":
            found += [alias.name for alias in node.names if alias.name in PRIVATE]
    return found


def test_nobody_outside_names_a_private_model():
    for path, tree in sources("upr_tracker", "reports", "recommendations", "exports"):
        assert named(tree) == [], path


@pytest.mark.parametrize(
    "code",
    [
        'apps.get_model("reprisals.Person")',
        'apps.get_model("reprisals", "person")',
        'models.ForeignKey("reprisals.Incident")',
        'cursor.execute("SELECT * FROM reprisals_testimony")',
        "from reprisals.models import Contact",
    ],
)
def test_a_name_would_be_found(code):
    assert named(ast.parse(code))


# Who writes the projection


def written(tree: ast.Module) -> set[str]:
    """Which models of the projection some code writes: by a method that writes, or by making a row."""
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in PROJECTION:
            found.add(node.func.id)
        if isinstance(node.func, ast.Attribute) and node.func.attr in WRITING:
            found |= {n.id for n in ast.walk(node.func.value) if isinstance(n, ast.Name) and n.id in PROJECTION}
    return found


def test_only_one_module_writes_the_projection():
    writers = {
        str(path): found for path, tree in sources("upr_tracker", "reports", "reprisals") if (found := written(tree))
    }
    assert writers == {"reprisals/publication.py": PROJECTION}


@pytest.mark.parametrize(
    "code",
    [
        "PublicIncident.objects.filter(pk=1).update(title='')",
        "PublicAct.objects.bulk_create([])",
        "PublicLink(address='').save()",
    ],
)
def test_a_writer_would_be_found(code):
    assert written(ast.parse(code))


# Imports


@pytest.mark.parametrize(
    ("module", "private"),
    [
        ("reprisals/views.py", "reprisals.models.incident"),
        ("reprisals/views.py", "reprisals.evidence.custody"),
        ("reprisals/public.py", "reprisals.models.evidence"),
        ("reprisals/evidence/kinds.py", "reprisals.models.vault"),
        ("reprisals/public.py", "reprisals.models.confidential"),
        ("reprisals/models/projection.py", "reprisals.models.sealed"),
        ("reprisals/filters.py", "reprisals.page"),
        ("reprisals/patterns.py", "reprisals.publication"),
        ("reprisals/columns.py", "reprisals.audit"),
        ("reprisals/tombstones.py", "reprisals.models.audit"),
        ("upr_tracker/context.py", "reprisals.models.audit"),
        ("upr_tracker/cases/pages.py", "reprisals.models.confidential"),
        ("upr_tracker/pages.py", "reprisals.page"),
        ("upr_tracker/cases.py", "reprisals.disclosure"),
        ("reports/issuing.py", "reprisals.models.paper"),
        ("reports/record.py", "reprisals.disclosure"),
        ("reports/kinds/briefing.py", "reprisals.access"),
    ],
)
def test_an_import_through_the_wall_is_found(copy, module, private):  # noqa: F811
    with open(copy / module, "a", encoding="utf-8") as file:
        file.write(f"\n\ndef _hidden() -> None:\n    import {private}  # noqa: F401\n")
    done = lint_imports(copy)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{module.removesuffix('.py').replace('/', '.')} -> {private}" in done.stdout


def test_no_public_kind_of_paper_goes_through_the_second_door():
    """By construction: the two confidential kinds alone are excepted from the contract."""
    through = {str(path) for path, tree in sources("reports/kinds") if "disclosure" in ast.dump(tree)}
    assert through == {"reports/kinds/mission_sheet.py", "reports/kinds/reprisals_submission.py"}
