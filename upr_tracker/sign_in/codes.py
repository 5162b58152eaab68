"""So that a code of an authenticator app is good once, whichever process is asked and however often (RFC 6238, 5.2)."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import transaction


def step_of(secret: str, code: str) -> int:
    """The step of time that a code belongs to; 0 where it belongs to none of now."""
    given = "".join(code.split())
    steps = yield_hotp_counters_from_time()
    return next((step for step in steps if format_hotp_value(hotp_value(secret, step)) == given), 0)


@transaction.atomic
def use_up(authenticator: Authenticator, code: str) -> None:
    """Takes a code that was found right, and with it all earlier ones. Raises ValidationError where that is done."""
    if authenticator.type != Authenticator.Type.TOTP:
        return  # recovery codes are crossed out by allauth
    row: Any = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    adapter = get_adapter()
    secret = adapter.decrypt(row.data["secret"])
    step = step_of(secret, code)
    if step <= row.data.get("last_step", 0):
        raise adapter.validation_error("incorrect_code")
    # Encrypted anew on the way, so that a former SECRET_KEY is not needed for ever.
    row.data |= {"last_step": step, "secret": adapter.encrypt(secret)}
    row.save(update_fields=["data"])


def begin(authenticator: Authenticator, step: int) -> None:
    """Takes the code with which an app was set up."""
    authenticator.data["last_step"] = step
    authenticator.save(update_fields=["data"])
