"""Everything that the schema allows and forbids, asked at random, and every answer held against the schema."""

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from upr_tracker.wsgi import application


def uncompressed(environ, start_response):
    """The site, asked without leave to compress: schemathesis does not unpack what it is sent."""
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    return application(environ, start_response)


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
