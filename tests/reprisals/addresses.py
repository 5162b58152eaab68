"""Every public address, with a public record behind it, and what the site answers there."""

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from recommendations.languages import in_language
from recommendations.models import (
    Assessment,
    Case,
    ClockDate,
    ClockStep,
    Demand,
    FollowUpAction,
    SiteText,
    SiteTextVersion,
    Statement,
    StatementText,
    StateStance,
    StatusEvent,
)
from recommendations.open_data.making import make
from recommendations.pictures import NAMES
from reprisals.models import Development, Incident, IncidentCitation, IncidentLink, Response
from tests.records import a_recommendation, a_review, a_source, a_state, a_theme, an_organisation

from .evidence_files import pdf
from .records import a_basis, a_person, an_incident, evidence_of, nobody_in, published

NOW = datetime.datetime(2024, 6, 15, 12, 0, tzinfo=datetime.UTC)
REVIEW, HIDDEN_REVIEW = "china-2024", "portugal-2024"
CASE, HIDDEN_CASE = "/cases/teapots/", "/cases/hidden-teapots/"
RECOMMENDATION = f"/recommendations/{REVIEW}/28.5/"
FOLLOW_UP, STATEMENT = "/follow-up/count-the-teapots/", "/statements/on-teapots/"
HIDDEN_STATEMENT = "/statements/hidden-statement/"
SHOWN, EDITED, REPUBLISHED = "bbbbbbbbbb", "cccccccccc", "dddddddddd"
NEVER = "zzzzzzzzzz"
PAPER = "pppppppppp"  # the name of a document on a page
# The references of what is not public: asked for before and after it is there.
PRIVATE = {
    kind: f"{sign * 10}"
    for kind, sign in {
        "draft": "2",
        "in review": "3",
        "approved": "4",
        "embargoed": "5",
        "withdrawn": "6",
        "expired": "7",
        "purged": "8",
        "consent withdrawn": "9",
        "ground lost": "f",
    }.items()
}

# Every filter with values that find something, several of them, and one that only private rows could know.
INCIDENT_FILTERS = {
    "state": ["state=PRT&state=CHN", "state=NRU", "state=XXX"],
    "kind": ["kind=reprisal&kind=intimidation", "kind=both", "kind=teapot"],
    "act": ["act=threat&act=smear", "act=killing", "act=teapot"],
    "place": ["place=un&place=online", "place=transit", "place=teapot"],
    "engagement": ["engagement=upr&engagement=hrc", "engagement=forum", "engagement=teapot"],
    "year": ["year=2021&year=2019", "year=2013", "year=1999", "year=teapot"],
    "status": ["status=safe&status=none", "status=died", "status=teapot"],
}
RECOMMENDATION_FILTERS = {
    "q": ["q=teapot", "q=secret"],
    "state": ["state=CHN&state=PRT", "state=NRU", "state=XXX"],
    "recommender": ["recommender=PRT&recommender=none", "recommender=XXX"],
    "group": ["group=WEOG&group=none", "group=teapot"],
    "position": ["position=accepted&position=noted", "position=teapot"],
    "action": ["action=5&action=none", "action=teapot"],
    "theme": ["theme=none", "theme=teapot"],
    "affected": ["affected=none", "affected=teapot"],
    "territory": ["territory=none", "territory=teapot"],
    "sdg": ["sdg=none", "sdg=teapot"],
    "cycle": ["cycle=4", "cycle=1"],
    "review": [f"review={REVIEW}", f"review={HIDDEN_REVIEW}"],
    "case": ["case=teapots", "case=hidden-teapots"],
    "assessed": ["assessed=none", "assessed=missing", "assessed=teapot"],
    "as_of": ["as_of=2024-03", "as_of=2031", "as_of=teapot"],
    "sort": ["sort=paragraph", "sort=teapot"],
    "by": ["by=theme&theme=none", "by=recommender", "by=teapot"],
}
CALENDAR_FILTERS = {
    "kind": ["kind=session&kind=review", "kind=follow-up", "kind=teapot"],
    "state": ["state=CHN&state=PRT", "state=NRU", "state=XXX"],
    "case": ["case=teapots", "case=hidden-teapots"],
}
CASE_FILTERS = {
    "kind": ["kind=incident&kind=step", "kind=teapot"],
    "year": ["year=2021&year=none", "year=2013"],
    "order": ["order=newest"],
    "as_of": ["as_of=2024-03"],
}
PAGES = ["page=1", "page=2", "page=0", "page=teapot", "page=1&page=1", "teapot=1"]
FILES = ["csv", "xlsx", "json", "jsonl"]
PICTURES = [*NAMES, "teapots"]


def _queries(path: str, filters: dict[str, list[str]]) -> list[str]:
    return [path, *(f"{path}?{query}" for queries in [*filters.values(), PAGES] for query in queries)]


def _since(path: str) -> list[str]:
    return [path, *(f"{path}?since={since}" for since in ("2024-06", "2024-06-16", "2024-13", "2024&since=2024"))]


# What is not shown, but leads elsewhere or is not there.
STATUS = {"search": 302, "favicon": 302, "security": 404, "api:nowhere": 404}
# By name of the pattern; an address of another name fails the tests.
ADDRESSES: dict[str, list[str]] = {
    "livez": ["/livez"],
    "readyz": ["/readyz"],
    "home": ["/", "/?teapot=1"],
    "about": ["/about/"],
    "method": ["/about/method/"],
    "design": ["/about/design/"],
    "search": ["/search", "/search/?q=teapots"],
    "robots": ["/robots.txt"],
    "favicon": ["/favicon.ico"],
    "security": ["/.well-known/security.txt"],
    "sitemap": ["/sitemap.xml"],
    "sitemap_part": ["/sitemap-pages.xml", "/sitemap-recommendations-1.xml", "/sitemap-recommendations-9.xml"],
    "site_card": ["/card.png"],
    "case_card": [f"{CASE}card.png", f"{HIDDEN_CASE}card.png"],
    "recommendations:state_picture": ["/states/PRT/pictures/by-action/", "/states/NRU/pictures/by-action/"],
    "recommendations:state_picture_file": [
        "/states/PRT/pictures/by-action.svg",
        "/states/PRT/pictures/by-action.csv",
        "/states/NRU/pictures/by-action.svg",
    ],
    "recommendations:review_card": [f"/reviews/{REVIEW}/card.png", f"/reviews/{HIDDEN_REVIEW}/card.png"],
    "recommendations:recommendation_card": [
        f"{RECOMMENDATION}card.png",
        f"/recommendations/{HIDDEN_REVIEW}/5.1/card.png",
    ],
    "recommendations:state_card": ["/states/CHN/card.png", "/states/XXX/card.png"],
    "recommendations:follow_up_card": [f"{FOLLOW_UP}card.png", "/follow-up/hide-the-teapots/card.png"],
    "recommendations:statement_card": [f"{STATEMENT}card.png", f"{HIDDEN_STATEMENT}card.png"],
    "case_list": ["/cases/"],
    "case": [
        CASE,
        *(f"{CASE}?{query}" for queries in CASE_FILTERS.values() for query in queries),
        HIDDEN_CASE,
        "/cases/never/",
    ],
    "case_changes": [f"{CASE}changes/?since=2021", f"{CASE}changes/", f"{HIDDEN_CASE}changes/"],
    "case_feed": ["/feeds/cases/teapots.atom", "/feeds/cases/hidden-teapots.atom"],
    "recommendations:review_list": ["/reviews/"],
    "recommendations:review": [
        f"/reviews/{REVIEW}/",
        f"/reviews/{REVIEW}/?as_of=2024-03",
        f"/reviews/{REVIEW}/?as_of=teapot",
        f"/reviews/{REVIEW}/?action=5&theme=detention&group=weog&recommender=PRT&assessed=missing",
        f"/reviews/{REVIEW}/?action=teapot",
        f"/reviews/{HIDDEN_REVIEW}/",
        f"/reviews/{HIDDEN_REVIEW}/?action=5",
    ],
    "recommendations:picture": [
        *(f"/reviews/{REVIEW}/pictures/{name}/" for name in PICTURES),
        f"/reviews/{HIDDEN_REVIEW}/pictures/squares/",
    ],
    "recommendations:picture_file": [
        *(f"/reviews/{REVIEW}/pictures/by-action.{form}" for form in ["svg", "png", *FILES]),
        *(f"/reviews/{REVIEW}/pictures/{name}.svg" for name in PICTURES),
        f"/reviews/{REVIEW}/pictures/squares.csv?teapot=1",
        f"/reviews/{HIDDEN_REVIEW}/pictures/squares.csv",
        f"/reviews/{HIDDEN_REVIEW}/pictures/squares.svg",
    ],
    "recommendations:recommendation_list": _queries("/recommendations/", RECOMMENDATION_FILTERS),
    "recommendations:recommendation_file": [
        *(f"/recommendations.{form}" for form in FILES),
        "/recommendations.csv?q=teapot&as_of=2024-03",
        "/recommendations.csv?teapot=1",
    ],
    "recommendations:recommendation": [RECOMMENDATION, f"/recommendations/{REVIEW}/99.9/"],
    "recommendations:state_list": ["/states/"],
    "recommendations:state": ["/states/CHN/", "/states/PRT/", "/states/NRU/", "/states/chn/", "/states/XXX/"],
    "recommendations:follow_up_list": ["/follow-up/", "/follow-up/?as_of=2024-03", "/follow-up/?as_of=teapot"],
    "recommendations:follow_up_file": [*(f"/follow-up.{form}" for form in FILES), "/follow-up.csv?teapot=1"],
    "recommendations:follow_up": [
        FOLLOW_UP,
        f"{FOLLOW_UP}?as_of=2024-03",
        f"{FOLLOW_UP}?as_of=teapot",
        "/follow-up/never/",
    ],
    "recommendations:statement_list": ["/statements/"],
    "recommendations:calendar": _queries("/calendar/", CALENDAR_FILTERS),
    "recommendations:calendar_file": _queries("/calendar.ics", CALENDAR_FILTERS),
    "recommendations:feeds": ["/feeds/", "/feeds/?teapot=1"],
    "recommendations:follow_up_feed": _since("/feeds/follow-up.atom"),
    "recommendations:date_feed": _since("/feeds/dates.atom"),
    "recommendations:statement_feed": _since("/feeds/statements.atom"),
    "recommendations:review_feed": _since("/feeds/reviews.atom"),
    "recommendations:statement": [
        STATEMENT,
        f"{STATEMENT}?lang=fr",
        f"{STATEMENT}?lang=bo",
        f"{STATEMENT}?lang=teapot",
        f"{STATEMENT}?lang=fr&lang=en",
        HIDDEN_STATEMENT,
        "/statements/never/",
    ],
    "recommendations:statement_file": [
        "/statements/on-teapots.docx",
        "/statements/on-teapots.pdf",
        "/statements/on-teapots.docx?lang=fr",
        "/statements/on-teapots.pdf?lang=teapot",
        "/statements/hidden-statement.docx",
        "/statements/hidden-statement.pdf",
        "/statements/never.pdf",
    ],
    "reprisals:incident_list": _queries("/reprisals/", INCIDENT_FILTERS),
    "reprisals:incident_file": [
        *(f"/reprisals.{form}" for form in FILES),
        *(f"/reprisals.csv?{query}" for queries in [*INCIDENT_FILTERS.values(), PAGES] for query in queries),
    ],
    "reprisals:incident": [
        *(f"/reprisals/{reference}/" for reference in (SHOWN, EDITED, REPUBLISHED, *PRIVATE.values(), NEVER)),
        f"/reprisals/{SHOWN}/?teapot=1",
        f"/reprisals/{SHOWN.upper()}/",
        "/reprisals/%C3%9F/",
    ],
    "reprisals:file": [
        f"/reprisals/{SHOWN}/files/{SHOWN}.jpg",
        f"/reprisals/{SHOWN}/files/{PAPER}.pdf",
        *(f"/reprisals/{reference}/files/{reference}.jpg" for reference in (*PRIVATE.values(), EDITED, NEVER)),
        *(f"/reprisals/{SHOWN}/files/{reference}.jpg" for reference in (*PRIVATE.values(), EDITED, NEVER)),
        f"/reprisals/{REPUBLISHED}/files/{REPUBLISHED}.jpg",
        f"/reprisals/{NEVER}/files/{SHOWN}.jpg",
    ],
}
API = "/api/v1/"
HOW = ["limit=1", "limit=0", "fields=id", "fields=teapot", "cursor=teapot", "page=1", "teapot=1"]


def _asked(name: str, filters: dict[str, list[str]] | None = None) -> list[str]:
    path = f"{API}{name}/"
    return [path, *(f"{path}?{query}" for queries in [*(filters or {}).values(), HOW] for query in queries)]


ADDRESSES |= {
    "recommendations:data_page": ["/data/", "/data/?teapot=1"],
    "recommendations:data_file": [
        *(f"/data/{name}" for name in ("recommendations.csv", "datapackage.json", "changes.csv", "SHA256SUMS")),
        *(
            f"/data/{name}"
            for name in ("sources.csv", "organisations.csv", "follow_up.csv", "statements.csv", "made.json")
        ),
        "/data/upr-tracker-data.zip",
    ],
    "recommendations:data_feed": _since("/feeds/data.atom"),
    "api:page": [API, f"{API}?teapot=1"],
    "api:openapi": [f"{API}openapi.json"],
    "api:recommendation_list": _asked("recommendations", RECOMMENDATION_FILTERS),
    "api:recommendation": [
        f"{API}recommendations/{REVIEW}/28.5/",
        f"{API}recommendations/{REVIEW}/28.5/?fields=id",
        f"{API}recommendations/{REVIEW}/99.9/",
        f"{API}recommendations/{HIDDEN_REVIEW}/5.1/",
    ],
    "api:review_list": _asked("reviews"),
    "api:review": [f"{API}reviews/{REVIEW}/", f"{API}reviews/{HIDDEN_REVIEW}/"],
    "api:state_list": _asked("states"),
    "api:state": [f"{API}states/CHN/", f"{API}states/NRU/", f"{API}states/XXX/"],
    "api:follow_up_list": _asked("follow-up", {"as_of": ["as_of=2024-03", "as_of=teapot"]}),
    "api:follow_up": [f"{API}follow-up/count-the-teapots/", f"{API}follow-up/hide-the-teapots/"],
    "api:statement_list": _asked("statements"),
    "api:statement": [f"{API}statements/on-teapots/", f"{API}statements/hidden-statement/"],
    "api:case_list": _asked("cases"),
    "api:case": [f"{API}cases/teapots/", f"{API}cases/hidden-teapots/"],
    "api:incident_list": _asked("reprisals", INCIDENT_FILTERS),
    "api:incident": [
        *(f"{API}reprisals/{reference}/" for reference in (SHOWN, EDITED, REPUBLISHED, *PRIVATE.values(), NEVER)),
        f"{API}reprisals/{SHOWN}/?teapot=1",
    ],
    "api:nowhere": [f"{API}never/", f"{API}reprisals/{SHOWN}/edit/"],
}
# What no pattern answers, and what leads to signing in.
NOWHERE = ["/never/", "/reprisals.docx", f"/reprisals/{SHOWN}/edit/", "/sitemap.txt", "/feed/"]
STAFF = [
    "/admin/",
    "/admin/never/",
    "/admin/reprisals/",
    "/admin/reprisals/incident/",
    "/admin/reprisals/incident/1/change/",
    "/admin/reprisals/incident/1/publication/",
    "/admin/reprisals/incident/1/page/",
    "/admin/reprisals/incident/1/evidence/",
    "/admin/reprisals/incident/1/evidence/1/",
    "/admin/reprisals/incident/1/evidence/1/original/",
    f"/admin/reprisals/incident/1/copies/{SHOWN}.jpg",
    f"/admin/reprisals/version/1/files/{SHOWN}.jpg",
    "/admin/reprisals/version/",
    "/admin/reprisals/version/1/change/",
    "/admin/reprisals/version/published/",
    "/admin/reprisals/contact/1/change/",
    "/admin/reprisals/contact/board/1/",
    "/admin/reprisals/meeting/",
    "/admin/reprisals/signon/?answer=yes",
    "/admin/reprisals/signonlist/",
    "/admin/reprisals/signonlist/1/answers/",
    "/admin/reprisals/signonlist/1/take-over/",
    "/admin/reprisals/signonlist/1/file/",
    "/admin/r/1/1/",
    "/admin/workbench/my-next-steps/",
    "/admin/workbench/never/",
    "/admin/recommendations/followupaction/1/no-answer/",
    "/admin/jsi18n/",
    "/admin/login/?next=/admin/",
    "/admin/auth/user/1/help/",
    "/admin/sign-in/account/",
    "/admin/sign-in/never/",
]
CONDITIONS = {"HTTP_IF_NONE_MATCH": '"teapot"', "HTTP_IF_MODIFIED_SINCE": "Sat, 15 Jun 2024 11:00:00 GMT"}
OF_INCIDENTS = (
    "case",
    "case_changes",
    "case_feed",
    "api:incident",
    "api:incident_list",
    "api:openapi",
    "api:page",
    "recommendations:follow_up",
    "reprisals:incident_list",
    "reprisals:incident_file",
    "reprisals:incident",
    "reprisals:file",
)

Question = tuple[str, str, bool]  # method, address, whether it is asked on conditions
Answer = tuple[int, list[tuple[str, str]], object]


def names(patterns: list[Any] | None = None, space: str = "") -> Iterator[str]:
    """The name of every pattern of an address, but for those of staff, under /admin/."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if str(pattern.pattern).startswith("admin/"):
            continue
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or pattern.pattern}"
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)


def is_page(address: str) -> bool:
    """Whether an address is of a page, and not of a file: these end without a stroke."""
    return address.split("?")[0].endswith("/")


def questions(*only: str) -> list[Question]:
    """Everything that a visitor can ask; for some names alone, or for all of them."""
    found: list[Question] = []
    for name, addresses in ADDRESSES.items():
        if only and name not in only:
            continue
        found += [("GET", address, False) for address in addresses]
        first = addresses[0]
        found += [("HEAD", first, False), ("POST", first, False), ("GET", first, True), ("HEAD", addresses[-1], False)]
        found.append(("GET", first.rstrip("/") if first.endswith("/") else f"{first}/", False))
        if is_page(first):
            found.append(("GET", in_language(first, "ar"), False))
    return found if only else found + [("GET", address, False) for address in (*NOWHERE, *STAFF)]


def answers(asked: list[Question]) -> dict[Question, Answer]:
    """What somebody who is not signed in is answered: status, headers and body."""
    return {question: answer(Client(), *question) for question in asked}


def answer(client: Client, method: str, address: str, on_conditions: bool = False) -> Answer:
    conditions: dict[str, Any] = CONDITIONS if on_conditions else {}
    response = client.generic(method, address, **conditions)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    said = [(name, value) for name, value in response.items() if name != "Expires"]  # the second of the answer
    headers = sorted((*said, *(("Set-Cookie", name) for name in response.cookies)))
    return response.status_code, headers, _parts(body) if body.startswith(b"PK\x03\x04") else body


def _parts(workbook: bytes) -> dict[str, bytes]:
    """The files of a workbook, without the one that says when it was made."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        return {name: parts.read(name) for name in parts.namelist() if name != "docProps/core.xml"}


def the_record(writer: User, reviewer: User) -> None:
    """A published record, with three published incidents."""
    review = a_review("CHN", 45)
    first = a_recommendation(review, paragraph="28.5", action=5, themes=(a_theme("Detention"),))
    a_recommendation(review, "Count all teapots", paragraph="28.6", position="noted", senders=("CHN",))
    a_recommendation(a_review("PRT", 47, published=False, slug=HIDDEN_REVIEW), "Hide the teapots", paragraph="5.1")
    friends = an_organisation()
    an_organisation("Teapots without Borders")
    Assessment.objects.create(recommendation=first, organisation=friends, judgement="missing", reasons="No teapots.")
    council = {"mechanism": "Human Rights Council", "state": review.state}
    action = FollowUpAction.objects.create(kind="debate", title="Count the teapots", **council)
    StateStance.objects.create(follow_up=action, state=a_state("FRA"), kind="spoke", stance="for", taken_on="2024-02")
    StatusEvent.objects.create(follow_up=action, status="requested", happened_on="2024-02", text="Asked for.")
    FollowUpAction.objects.filter(pk=action.pk).update(due_on="2024-11")
    step = ClockStep.objects.get(clock="upr_review", slug="mid-term-report")
    ClockDate.objects.create(review=review, step=step, due_on="2024-09-03", source=a_source("Calendar of teapots"))
    statement = Statement.objects.create(title="On teapots", issued_on="2024-02-03")
    statement.signatories.add(friends)
    hidden_action = FollowUpAction.objects.create(kind="other", title="Hide the teapots", state=review.state)
    for language, text in {"en": "## Teapots\n\nCount **all** of them.", "fr": "Comptez les théières."}.items():
        StatementText.objects.create(statement=statement, language=language, text=text)
    for followed in (action, hidden_action):
        Demand.objects.create(statement=statement, text="Count them, please.", follow_up=followed)
    not_yet = Statement.objects.create(title="Hidden statement", slug="hidden-statement")
    case, hidden = (Case.objects.create(title=title) for title in ("Teapots", "Hidden teapots"))
    case.reviews.set([review])
    case.recommendations.set([first])
    case.follow_up.set([action])
    case.statements.set([statement])
    action.reviews.set([review])
    shown = (
        FollowUpAction.objects.exclude(pk=hidden_action.pk),
        Statement.objects.exclude(pk=not_yet.pk),
        Case.objects.exclude(pk=hidden.pk),
    )
    for records in shown:
        records.publish()
    notice, about = (SiteText.objects.create(place=place) for place in ("notice", "about"))
    for text, language in ((notice, "en"), (about, "en"), (about, "fr")):
        SiteTextVersion.objects.create(site_text=text, language=language, text="Teapots are [counted](#main).")
    SiteText.objects.publish()
    make()
    _incidents(writer, reviewer)


def _incidents(writer: User, reviewer: User) -> None:
    shown = an_incident(writer, reference=SHOWN, acts=("threat", "smear"), shown_date="day")
    person = a_person(shown, name="Zebulon Whistlethorpe", visibility="name")
    a_basis(shown, person=person)
    source = a_source("Report on teapots", symbol="A/TEA/1")
    for row in (
        Development(incident=shown, status="safe", happened_on="2021-06-01", text="Safe with a teapot.", shown=True),
        Response(incident=shown, kind="sg_report", happened_on="2022", text="Told.", source=source, public_from=NOW),
        IncidentCitation(incident=shown, source=source, shown=True),
        *(IncidentLink(incident=shown, address=address) for address in (CASE, RECOMMENDATION, FOLLOW_UP)),
    ):
        row.save()
    evidence_of(shown, writer, named=f"{SHOWN}.jpg")
    evidence_of(shown, writer, pdf(pages=2), named=f"{PAPER}.pdf", boxes="1: 0, 0, 50, 10")
    edited = an_incident(writer, reference=EDITED, began_on="2019", place_kind="online", acts=("dismissal",))
    again = an_incident(writer, reference=REPUBLISHED, public_title="Teapots taken away")
    a_person(again, name="Ottoline Featherstonehaugh", visibility="role", description="a brewer")
    IncidentLink(incident=again, address=CASE).save()
    for incident in (shown, edited, again):
        nobody_in(incident)
        published(incident, writer, reviewer)


def of(reference: str) -> Incident:
    return Incident.objects.select_related("data_key").get(reference=reference)


def freeze(monkeypatch: Any) -> None:
    """Time stands still, so that files made one after the other say the same."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
