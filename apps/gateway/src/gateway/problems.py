"""What the gateway says in place of a service that does not answer."""

from recoup_service.api.problems import Problem


def no_such_path() -> Problem:
    return Problem(
        404, "no_such_path", "Nothing is served at this path. /openapi.json lists what is."
    )


def does_not_answer(service: str) -> Problem:
    """Nobody took the request."""
    return Problem(
        503,
        "service_unavailable",
        f"The {service} service cannot be reached at the moment; nothing was done, and what other "
        "services do goes on. Send it again after the seconds in Retry-After.",
        headers={"Retry-After": "2"},
    )


def answer_lost(service: str) -> Problem:
    """It was taken, and what became of it is not known here."""
    return Problem(
        503,
        "answer_lost",
        f"The {service} service took the request and gave no answer in time, so it is not known whether "
        "it was done. Send it again after the seconds in Retry-After: with the same Idempotency-Key it is "
        "done once, and its answer is the same.",
        headers={"Retry-After": "2"},
    )
