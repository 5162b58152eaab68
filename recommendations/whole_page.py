"""The page of a recommendation: its template, and those of its rows, are written once for each shape."""

from copy import copy
from typing import Any, cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString

from recommendations.by_shape import Texts, by_shape, sign
from recommendations.languages import comma, permanent
from recommendations.models import UN_CLASS, Reading, Recommendation, RecommendationPosition, Source, State
from recommendations.models.remembering import remembered
from recommendations.provenance import Document, Origin, Part, origins
from recommendations.sharing import for_machines, of_recommendation
from recommendations.site_words import notices
from recommendations.whole import ACTION_ORIGINS, ACTIONS, POSITIONS, Made, Tagged, Whole

ROWS = "recommendations/recommendation"  # the folder of their templates
ANY_STATE = "any-state"


def page_of(request: HttpRequest, found: Whole) -> SafeString:
    """The whole page of a recommendation, at the address that was asked for."""
    review, query = found.review, request.META.get("QUERY_STRING", "")
    place = "/".join(request.path.rstrip("/").rsplit("/", 2)[-2:])  # of the review, and of the recommendation in it
    before = request.path.removesuffix(f"{place}/")
    position = str(POSITIONS[found.position])
    texts = {
        "place": place,
        "permanent_address": permanent(request.path),
        "asked_with": iri_to_uri(query) or "",
        "title": str(found),
        "review.title": review.title,
        "review.address": review.address,
        "paragraph": found.paragraph,
        "text": found.text,
        "language": found.language,
        "note": found.note,
        "position": found.position,
        "position_label": position,
        "un_class": str(UN_CLASS[found.position].label),
        **_action(found),
        **_shared(found, request.path, f"{position}: {found.text}"),
        **_rows(found),
    }
    today = timezone.localdate()
    shape = {"before": before, "today": today, "notices": notices(today, on_home=False)}

    def stand_in(signs: Texts) -> HttpRequest:
        """The request, at an address of signs."""
        other = copy(request)
        other.path = other.path_info = f"{before}{signs['place']}/"
        other.META = request.META | {"QUERY_STRING": signs["asked_with"]}
        return other

    return by_shape("recommendations/recommendation_page.html", texts, shape, stand_in)


def _action(found: Whole) -> Texts:
    if not found.action_category:
        return dict.fromkeys(("action", "action_label", "action_origin"), "")
    return {
        "action": str(found.action_category),
        "action_label": str(ACTIONS[found.action_category]),
        "action_origin": str(ACTION_ORIGINS.get(found.action_origin, "")),
    }


def _shared(found: Whole, address: str, description: str) -> Texts:
    review = found.review.title, found.review.address
    made_by = [str(made.state) for made in found.recommenders]
    told = of_recommendation(str(found), description, address, review, (found.text, found.language), made_by)
    return {
        "shared.title": told.title,
        "shared.description": told.description,
        "shared.address": told.address,
        "shared.picture": told.picture,
        "shared.json_ld": for_machines(told.json_ld),
    }


def _rows(found: Whole) -> Texts:
    """Whatever has templates of its own, written; empty for what it has none of."""
    last = len(found.recommenders) - 1
    return {
        "made_by": _joined([_made(made, found.language, n == last) for n, made in enumerate(found.recommenders)]),
        "themes": _themes(found.tags),
        "positions": _joined([_position(position, len(found.path)) for position in found.path]),
        "origins": _origins(origins(cast(Recommendation, found))),
        "readings": _joined([_reading(reading) for reading in found.readings]),
        **_few(found),
    }


def _joined(pieces: list[SafeString]) -> SafeString:
    return SafeString("".join(pieces))


def _made(made: Made, language: str, is_last: bool) -> SafeString:
    texts = {"address": _address(made.state), "name": str(made.state), "own_words": made.own_words}
    return by_shape(f"{ROWS}/_made.html", texts, {"language": language if made.own_words else "", "last": is_last})


def _address(state: State) -> str:
    return state_address().replace(ANY_STATE, state.iso3)


@remembered
def state_address() -> str:
    """The address of a State, with ANY_STATE for its code."""
    return reverse("recommendations:state", args=[ANY_STATE])


def _themes(tags: list[Tagged]) -> SafeString:
    """The themes, by vocabulary."""
    by_vocabulary: dict[int, list[Tagged]] = {}
    for tag in tags:
        by_vocabulary.setdefault(tag.theme.vocabulary_id, []).append(tag)
    return _joined(
        [
            by_shape(
                f"{ROWS}/_vocabulary.html",
                {"vocabulary": str(tagged[0].theme.vocabulary), "themes": _of_vocabulary(tagged)},
            )
            for tagged in by_vocabulary.values()
        ]
    )


def _of_vocabulary(tagged: list[Tagged]) -> SafeString:
    last = len(tagged) - 1
    return _joined(
        [
            by_shape(
                f"{ROWS}/_theme.html",
                {"slug": tag.theme.slug, "name": str(tag), "given_by": tag.given_by},
                {"axis": tag.theme.vocabulary.axis, "last": n == last},
            )
            for n, tag in enumerate(tagged)
        ]
    )


def _position(position: RecommendationPosition, of: int) -> SafeString:
    source = position.source
    texts = {
        "taken_on": position.taken_on.spoken if position.taken_on else "",  # type: ignore[attr-defined]
        "stage": str(position.get_stage_display()),
        "category": position.category,
        "category_label": str(POSITIONS[position.category]),
        "own_words": position.own_words,
        "reason": position.reason,
        "settled_because": position.settled_because,
        "source": _source(source, position.locator) if source else "",
    }
    counts = position.counts and of > 1
    shape = {"is_final": position.is_final, "counts_of_several": counts, "language": source.language if source else ""}
    return by_shape(f"{ROWS}/_position.html", texts, shape)


def _source(source: Source, locator: str) -> SafeString:
    texts = {
        f"source.{name}": getattr(source, name) for name in ("link", "symbol", "title", "publisher", "archived_url")
    }
    shape = {"source.language": source.language, "source.issued_on": source.issued_on}
    return by_shape("recommendations/_source.html", texts | {"locator": locator}, shape)


def _reading(reading: Reading) -> SafeString:
    senders = [name for name, _iso3, _words in reading.values.get("senders", ())]
    texts = {
        "document": reading.document,
        "sha256": reading.run.sha256[:12],
        "page": str(reading.values.get("page") or ""),
        "place": str(reading.place),
        "senders": comma().join(senders),
        "response": str(reading.values.get("response", "")),
    }
    return by_shape(f"{ROWS}/_reading.html", texts, {"is_by_somebody": bool(senders)})


class _Told(list[Origin]):
    """Origins with signs for their texts, known by all that they say."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(repr(self))


def _origins(found: list[Origin]) -> SafeString:
    """Where each value comes from."""
    texts: dict[str, str] = {}

    def put(text: str) -> str:
        texts[f"t{len(texts)}"] = text
        return sign(len(texts) - 1) if text else ""

    def of_document(document: Document) -> Document:
        named = [put(place) for place in document.named]
        return Document(put(document.name), named + [""] * document.more)

    told = _Told(
        Origin(
            origin.label,
            [
                Part(
                    [put(", ".join(part.values))] if part.values else [],
                    [of_document(document) for document in part.documents],
                    part.is_settled,
                    part.is_suggested,
                )
                for part in origin.parts
            ],
        )
        for origin in found
    )
    return by_shape("recommendations/_origins.html", texts, {"origins": told}) if told else SafeString("")


def _few(found: Whole) -> Texts:
    """What few recommendations have, from the records themselves; empty for what it has none of."""
    written = dict.fromkeys(("texts", "parts", "assessments", "followed", "citations"), SafeString(""))
    if not (found.parent_id or any(found.has.values())):
        return written
    shown: dict[str, dict[str, Any]] = {
        "texts": {"texts": found.texts()},
        "parts": {"parent": found.parent(), "parts": found.parts()},
        "assessments": {"assessments": found.assessments()},
        "followed": {"cases": found.cases(), "follow_up": found.follow_up()},
        "citations": {"citations": found.citations()},
    }
    for name, records in shown.items():
        if any(records.values()):
            folder = "recommendations" if name == "citations" else ROWS
            written[name] = SafeString(render_to_string(f"{folder}/_{name}.html", {"recommendation": found, **records}))
    return written
