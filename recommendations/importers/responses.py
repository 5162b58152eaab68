"""From the words of a position to its category (DOMAIN: positions; HRC resolution 5/1, paragraph 32)."""

import re
from functools import lru_cache

from recommendations.models import Category

RESPONSES: dict[str, Category] = {
    "accepted": Category.ACCEPTED,
    "supported": Category.ACCEPTED,
    "accepted/supported": Category.ACCEPTED,
    "supported/accepted": Category.ACCEPTED,
    "enjoys the support": Category.ACCEPTED,
    "accepted and being implemented": Category.ACCEPTED_BEING_IMPLEMENTED,
    "accepted, being implemented": Category.ACCEPTED_BEING_IMPLEMENTED,
    "accepted and in the process of implementation": Category.ACCEPTED_BEING_IMPLEMENTED,
    "supported/in the process of implementation": Category.ACCEPTED_BEING_IMPLEMENTED,
    "accepted and already implemented": Category.ACCEPTED_ALREADY_IMPLEMENTED,
    "accepted, already implemented": Category.ACCEPTED_ALREADY_IMPLEMENTED,
    "accepted and implemented": Category.ACCEPTED_ALREADY_IMPLEMENTED,
    "supported/already implemented": Category.ACCEPTED_ALREADY_IMPLEMENTED,
    "partially accepted": Category.PARTIALLY_ACCEPTED,
    "partially supported": Category.PARTIALLY_ACCEPTED,
    "accepted in part": Category.PARTIALLY_ACCEPTED,
    "supported in part": Category.PARTIALLY_ACCEPTED,
    "supported/noted": Category.PARTIALLY_ACCEPTED,
    "accepted/noted": Category.PARTIALLY_ACCEPTED,
    "noted": Category.NOTED,
    "not supported": Category.REJECTED,
    "rejected": Category.REJECTED,
    "not accepted": Category.REJECTED,
    "pending": Category.PENDING,
    "to be examined": Category.PENDING,
    "under examination": Category.PENDING,
    "general response": Category.PENDING,
    "no response": Category.PENDING,
    "no clear position": Category.PENDING,
}


@lru_cache(maxsize=1_000)
def category_of(response: str) -> Category | None:
    """The category of a response; None for one that is not in the table."""
    plain = " ".join(response.casefold().split()).strip(" .;")
    return RESPONSES.get(re.sub(r"\s*/\s*", "/", plain))


def known_responses() -> str:
    """The responses that are understood, for messages."""
    return ", ".join(sorted(RESPONSES))
