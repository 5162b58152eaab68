"""Everything that the schema allows and forbids, asked at random, and every answer held against the schema."""

from collections.abc import Iterator
from contextlib import contextmanager

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from upr_tracker.wsgi import application


def uncompressed(environ, start_response):
    """The site, asked without leave to compress: schemathesis does not unpack what it is sent."""
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    return application(environ, start_response)


@contextmanager
def connection_kept() -> Iterator[None]:
    """As with the test client of Django: a connection outlives an answer, for the data of a test are its alone."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@connection_kept()
def ask_everything(examples: int) -> int:
    """Asks each address so many questions that it should answer, and as many that it should refuse; how many it asked.

    Fails with what schemathesis finds wrong, by all of its checks.
    """
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", uncompressed)
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @settings(
                max_examples=examples,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case):
                nonlocal asked
                asked += 1
                case.call_and_validate()

            ask()
    return asked
