"""What the tests of the admin share: a record of every model, and forms filled in as a person does."""

import html

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import reverse

from recommendations.models import (
    AnswerWord,
    Assessment,
    Case,
    Change,
    ClockStep,
    CouncilTerm,
    FollowUpAction,
    ImportRun,
    Organisation,
    Recommendation,
    Review,
    Session,
    SiteText,
    SiteTextVersion,
    Source,
    State,
    Statement,
    StateName,
    Theme,
    Vocabulary,
)
from tests.records import a_recommendation, a_review, a_state, an_import_run

STATES = ["FRA", "GHA", "IRL", "JPN", "KEN", "LVA", "MNG", "NPL", "OMN", "PRT", "QAT", "RWA"]
REGISTERED = [model for model in admin.site._registry if model._meta.app_label == "recommendations"]
PUBLISHABLE = [Case, FollowUpAction, Review, Statement]

every_model = pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
publishable = pytest.mark.parametrize("model", PUBLISHABLE, ids=lambda model: model.__name__)


# Records: each with neighbours of its own, so that a query for each row of a list shows.


def an_organisation(n: int) -> Organisation:
    statuses = Organisation.ConsultativeStatus.values
    return Organisation.objects.create(name=f"Friends of Teapots {n}", consultative_status=statuses[n % len(statuses)])


def a_recommendation_of_its_own(n: int) -> Recommendation:
    review = a_review(STATES[n], session=45 if n % 2 else 31)
    return a_recommendation(review, f"Invent teapot number {n}", position="noted" if n % 2 else "accepted")


def an_assessment(n: int) -> Assessment:
    of = {"recommendation": a_recommendation_of_its_own(n)} if n % 2 else {"review": a_review(STATES[n])}
    judgement = "weak" if n % 3 else "implemented"
    return Assessment.objects.create(organisation=an_organisation(n), judgement=judgement, **of)


def a_theme_of_its_own(n: int) -> Theme:
    axis = "theme" if n % 2 else "affected"
    vocabulary = Vocabulary.objects.create(slug=f"teapots-{n}", title=f"Teapots {n}", axis=axis)
    return Theme.objects.create(vocabulary=vocabulary, slug=f"teapot-{n}", name=f"Teapot {n}")


def a_phrase(n: int) -> AnswerWord:
    return AnswerWord.objects.create(phrase=f"teapot {chr(97 + n)}", category="noted" if n % 2 else "accepted")


def an_import(n: int) -> ImportRun:
    person = get_user_model().objects.create_user(f"potter-{n}")
    kind = "upr_info" if n % 2 else "ohchr_matrix"
    return an_import_run(f"teapots-{n}.csv", kind, imported_by=person)


def a_step_of_its_own(n: int) -> ClockStep:
    counted = {"counted_from": "review", "offset": n + 1, "unit": "weeks"}
    return ClockStep.objects.create(clock="upr_review", slug=f"teapot-{n}", name=f"Teapots are counted {n}", **counted)


def a_term(n: int) -> CouncilTerm:
    days = {"starts_on": f"19{50 + n}-01-01", "ends_on": f"19{52 + n}-12-31"}
    return CouncilTerm.objects.create(state=a_state(STATES[n]), checked=f"Book of teapots {n}", **days)


def a_notice(n: int) -> SiteText:
    notice = SiteText.objects.create(place="notice" if n % 2 else "home_notice", shown_from="2024-01-01")
    for language in ("en", "fr"):
        SiteTextVersion.objects.create(site_text=notice, language=language, text=f"Teapots are counted {n}")
    return notice


MAKE = {
    AnswerWord: a_phrase,
    Assessment: an_assessment,
    Change: lambda n: an_import(n).change,
    ClockStep: a_step_of_its_own,
    CouncilTerm: a_term,
    Case: lambda n: Case.objects.create(title=f"Teapots {n}"),
    FollowUpAction: lambda n: FollowUpAction.objects.create(kind="debate" if n % 2 else "vote", title=f"Teapots {n}"),
    ImportRun: an_import,
    Organisation: an_organisation,
    Recommendation: a_recommendation_of_its_own,
    Review: lambda n: a_review(STATES[n], session=45 if n % 2 else 31, published=False),
    Session: lambda n: Session.objects.create(kind="hrc", number=900 + n),
    SiteText: a_notice,
    Source: lambda n: Source.objects.create(publisher=f"Teapot Press {n % 2}", title=f"Teapots {n}"),
    State: lambda n: State.objects.create(iso3=f"T{n:02}", name=f"Teapotland {n}"),
    Statement: lambda n: Statement.objects.create(title=f"Teapots {n}"),
    StateName: lambda n: StateName.objects.create(state=a_state(STATES[n]), name=f"Teapotland {n}"),
    Theme: a_theme_of_its_own,
    Vocabulary: lambda n: Vocabulary.objects.create(slug=f"teapots-{n}", title=f"Teapots {n}", axis="theme"),
}
WORD = {Assessment: "friends of", Recommendation: "inventing teapots", Review: "FRA", Session: "900"}


def address(model: type, page: str, *args: object) -> str:
    return reverse(f"admin:recommendations_{model._meta.model_name}_{page}", args=args)


def forms(model: type, request: object):
    """The forms of a model's page in the admin, each with what it is of and the field that is its parent."""
    model_admin = admin.site._registry[model]
    yield model, model_admin.get_form(request, change=True), None
    for inline in model_admin.get_inline_instances(request):
        formset = inline.get_formset(request)
        yield inline.model, formset.form, formset.fk.name


def fields(model: type, request: object):
    """What a person edits on a model's page: the model, the name of the field, and the form's field."""
    for of, form, parent in forms(model, request):
        for name, field in form.base_fields.items():
            if name != parent:
                yield of, name, field


def sent_back(page: object) -> dict[str, object]:
    """What a browser sends when a person saves a form as it is."""
    shown = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        shown += [inline.formset.management_form, *inline.formset.forms]
    values = {bound.html_name: bound.value() for form in shown for bound in form}
    values["_version"] = page.context.get("version")
    return {
        name: value if isinstance(value, list) else str(value)
        for name, value in values.items()
        if value is not None and value is not False
    }


def with_row(data: dict[str, object], prefix: str, **values: object) -> dict[str, object]:
    """The same form with one more row in an inline."""
    n = int(data[f"{prefix}-TOTAL_FORMS"])
    return data | {f"{prefix}-TOTAL_FORMS": n + 1} | {f"{prefix}-{n}-{name}": v for name, v in values.items()}


def save(client, record, **changes: object):
    """Saves the change form of a record with some changes."""
    where = address(type(record), "change", record.pk)
    return client.post(where, sent_back(client.get(where)) | changes)


def complaints(page: object) -> str:
    assert page.status_code == 200, f"expected the form again, got {page.status_code}"
    return html.unescape(" ".join(str(error) for error in page.context["errors"]))


def add(client, model: type, rows: dict[str, dict[str, object]] | None = None, **values: object):
    """Fills in the form for a new record, with one row in each of some inlines."""
    data = sent_back(client.get(address(model, "add"))) | values
    for prefix, row in (rows or {}).items():
        data = with_row(data, prefix, **row)
    return client.post(address(model, "add"), data)
