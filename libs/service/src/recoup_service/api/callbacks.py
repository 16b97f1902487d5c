"""Callbacks of providers: signed by them, many from few addresses; only forged ones count against a peer."""

from collections.abc import Callable
from typing import cast

from starlette.requests import Request

from recoup_service.api.problems import Problem

CALLBACKS = "/open/callbacks"
PAYMENT_CALLBACKS = "/open/payment-callbacks"
COUNT = "count_as_stranger"
"""Where the state of a request holds what counts it against its peer."""


def forged(request: Request) -> Problem:
    """The answer to what its provider did not sign; a peer that goes on is soon answered no more."""
    cast(Callable[[], None], getattr(request.state, COUNT))()
    return Problem(
        403,
        "signature_wrong",
        "This callback is not signed by the provider, or was signed for another address; nothing was "
        "done. Check the token, and that RECOUP_PUBLIC_URL is the address the provider calls.",
    )
