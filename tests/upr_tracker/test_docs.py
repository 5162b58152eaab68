"""The documentation says what the code does: each command, setting and column, and no link leads nowhere."""

import ast
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.core.management.base import DjangoHelpFormatter

from recommendations.columns import FOLLOW_UP_COLUMNS, RECOMMENDATION_COLUMNS
from recommendations.pictures.picture import PICTURE_COLUMNS
from reprisals.columns import INCIDENT_COLUMNS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
DOCS = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
README = (ROOT / "README.md").read_text(encoding="utf-8")
OUR_APPS = [app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()]
OUR_COMMANDS = sorted(name for name, app in get_commands().items() if app in OUR_APPS)

# Written in two parts, so that this file does not name them either.
REGISTRIES = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "crates" + ".io", "rubygems" + ".org"]
A_MACHINE_OF_OURS = re.compile(r"(?<![\w./:-])/(?:home|Users|root|work|workspace)/\w|\b[A-Z]:\\\\?Users")


NOT_YET = "real confidential records do not belong here yet"


def test_what_does_not_belong_here_yet_is_said_alike_until_backups_are_encrypted():
    """The admin, the docs and the list of changes say it while there is no command that makes such a backup."""
    admin = ROOT / "templates" / "admin" / "reprisals" / "_not_yet.html"
    places = {
        "admin": admin.read_text(encoding="utf-8") if admin.exists() else "",
        "docs": DOCS["reprisals.md"],
        "changes": (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
    }
    said = {name: " ".join(text.lower().split()) for name, text in places.items()}
    saying = {name for name, text in said.items() if NOT_YET in text and "encrypted backups" in text}
    assert saying == (set() if "backup" in OUR_COMMANDS else set(places))


def table(text: str) -> list[list[str]]:
    """The cells of all rows of Markdown tables, without heads."""
    rows = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row] for row in rows]
    heads = {n - 1 for n, row in enumerate(cells) if set(row[0]) == {"-"}}
    return [row for n, row in enumerate(cells) if n not in heads and set(row[0]) != {"-"}]


def settings_read() -> set[str]:
    """The names of all settings that upr_tracker/settings.py takes from the environment."""
    tree = ast.parse((ROOT / "upr_tracker" / "settings.py").read_text(encoding="utf-8"))
    calls = [call for call in ast.walk(tree) if isinstance(call, ast.Call) and call.args]
    # env.email_url("NAME"), env.ENVIRON.get("NAME"), flag("NAME"), listed("NAME", …)
    reader = re.compile(r"env\.ENVIRON\.get|env\.\w+|flag|listed|whole_number")
    reads = [call.args[0] for call in calls if reader.fullmatch(ast.unparse(call.func))]
    return {name.value for name in reads if isinstance(name, ast.Constant)}


def tracked_files() -> list[Path]:
    """The files of the project: all but those that .gitignore names."""
    ignored = [".git", *(line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split())]
    found: list[Path] = []
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if any(fnmatch(path.name, pattern) for pattern in ignored):
                continue
            (folders if path.is_dir() else found).append(path)
    return found


# Commands


def test_our_commands_are_known():
    assert {"demo", "import_recommendations", "check_tallies", "export_recommendations"} <= set(OUR_COMMANDS)


@pytest.mark.parametrize("name", OUR_COMMANDS)
def test_a_command_is_documented_with_its_options(name):
    assert f"`{name}" in DOCS["commands.md"]
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    options = [set(action.option_strings) for action in parser._actions if action.option_strings]
    own = [names for names in options if not names & ({"--help"} | DjangoHelpFormatter.show_last)]
    assert own
    assert [names for names in own if not any(name in DOCS["commands.md"] for name in names)] == []


def test_every_documented_command_exists():
    named = [re.match(r"`([a-z_]+)", row[0])[1] for row in table(DOCS["commands.md"])]
    assert set(named) <= set(get_commands())


# Settings


def test_settings_are_found_in_the_code():
    assert {"DATABASE_URL", "SECRET_KEY", "DEBUG", "SITE_FACES", "EMAIL_URL"} <= settings_read()


def test_the_documented_settings_are_those_that_are_read():
    documented = {row[0].strip("`") for row in table(DOCS["running.md"])}
    assert documented == settings_read()


# Columns


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("Recommendations", RECOMMENDATION_COLUMNS),
        ("Follow-up", FOLLOW_UP_COLUMNS),
        ("Reprisals", INCIDENT_COLUMNS),
        ("Pictures", PICTURE_COLUMNS),
    ],
    ids=["recommendations", "follow-up", "reprisals", "pictures"],
)
def test_the_columns_of_files_are_documented_in_their_order(heading, columns):
    section = re.search(rf"^## {heading}:.*?(?=^## |\Z)", DOCS["columns.md"], re.MULTILINE | re.DOTALL)[0]
    assert table(section) == [[f"`{column.name}`", column.help] for column in columns]


# README, links, changelog


def test_the_first_code_block_of_the_readme_has_two_lines():
    first = re.search(r"^```\w*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)[1]
    run, try_out = first.splitlines()
    assert "manage.py demo" in run
    assert run.strip() == run
    assert "pytest" in try_out


def test_every_folder_of_the_readmes_map_exists():
    folders = [name for row in table(README) for name in re.findall(r"`([^`]+/)`", row[0])]
    assert {"upr_tracker/", "recommendations/", "exports/", "docs/", "tests/"} <= set(folders)
    assert [name for name in folders if not (ROOT / name).is_dir()] == []


def test_every_folder_of_code_is_on_the_readmes_map():
    shown = {name for row in table(README) for name in re.findall(r"`([^`]+)/`", row[0])}
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} <= shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_to_a_file(page):
    targets = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    relative = [target.partition("#")[0] for target in targets if not re.match(r"[a-z]+:|#", target)]
    assert [target for target in relative if not (page.parent / target).is_file()] == []


def test_the_changelog_says_what_is_not_released_yet():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    unreleased = re.search(r"^## Unreleased\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)[1]
    assert unreleased.strip()


def test_no_file_names_a_package_registry_or_a_folder_of_somebodys_machine():
    files = tracked_files()
    assert {"README.md", "settings.py", "requirements.txt", "base.html", "run"} <= {path.name for path in files}
    found = []
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for n, line in enumerate(text.splitlines(), 1):
            if A_MACHINE_OF_OURS.search(line) or any(host in line for host in REGISTRIES):
                found.append(f"{path.relative_to(ROOT)}:{n}: {line.strip()[:100]}")
    assert found == []
