"""What is told at the start, where signing in is weaker than it should be."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security)
def second_factor_is_required(**kwargs: Any) -> list[CheckMessage]:
    """Says so where staff may sign in with a password alone, other than on somebody's own machine."""
    if settings.DEBUG or settings.SECOND_FACTOR_REQUIRED:
        return []
    return [Warning("Staff sign in without a second factor.", hint="See docs/sign_in.md.", id="upr_tracker.W001")]


@register(Tags.security, deploy=True)
def further_proof_is_asked(**kwargs: Any) -> list[CheckMessage]:
    """Says so where publishing and purging do not ask again who somebody is."""
    if settings.STEP_UP_REQUIRED:
        return []
    return [Warning("Publishing does not ask again.", hint="See docs/sign_in.md.", id="upr_tracker.W002")]
