"""Text messages through an HTTP provider of Twilio's shape."""

import httpx
from pydantic import BaseModel, ValidationError
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential

from notification.messages.domain.outcomes import Deferred, Outcome, Rejected, Taken
from notification.messages.domain.sender import INVALID, Delivery
from notification.templates.domain.untrusted import answer, lines
from recoup_events.kernel.addresses import InvalidAddress, phone_number

_OPTED_OUT = 21610
_NOBODY = (21211, 21614)
"""No number, and none that takes texts."""
_OURS = (401, 403, 408, 425)
"""Refusals that say nothing about the message: our key, our timing."""
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout)


class _Accepted(BaseModel):
    sid: str


class _Problem(BaseModel):
    code: int | None = None
    message: str = ""


class SmsSender:
    """See ``Sender``. The message's id is the Idempotency-Key, so asking again is safe."""

    def __init__(self, provider: httpx.AsyncClient, *, account: str, sender: str) -> None:
        self._provider = provider
        self._path = f"/2010-04-01/Accounts/{account}/Messages.json"
        self._sender = sender

    async def send(self, delivery: Delivery) -> Outcome:
        try:
            number = phone_number(delivery.content.address)
        except InvalidAddress:
            return Rejected(reason=INVALID)
        try:
            return _outcome(await self._post(delivery, number), number)
        except httpx.HTTPError as error:
            in_doubt = not isinstance(error, _NEVER_LEFT)
            reason = answer(f"the provider: {error!r}", number)
            return Deferred(reason=reason, in_doubt=in_doubt)

    @retry(
        retry=retry_if_exception_type(httpx.HTTPError),
        wait=wait_exponential(multiplier=0.1),
        stop=stop_after_attempt(3),
        reraise=True,
    )
    async def _post(self, delivery: Delivery, number: str) -> httpx.Response:
        response = await self._provider.post(
            self._path,
            data={
                "To": number,
                "From": delivery.content.sender.sms or self._sender,
                "Body": "\n".join(lines(delivery.content.words.text)),
            },
            headers={"Idempotency-Key": delivery.message_id},
        )
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error:
            response.raise_for_status()
        return response


def _outcome(response: httpx.Response, number: str) -> Outcome:
    try:
        if response.is_success:
            accepted = _Accepted.model_validate_json(response.content)
            return Taken(provider_id=answer(accepted.sid, number))
        problem = _Problem.model_validate_json(response.content)
    except ValidationError:
        # Not the provider's own words: a proxy, or a fault; only the provider can refuse for good.
        return Deferred(
            reason=f"the provider's answer cannot be read (HTTP {response.status_code})",
            in_doubt=True,
        )
    reason = answer(f"HTTP {response.status_code}, {problem.code}: {problem.message}", number)
    if response.is_client_error and response.status_code not in _OURS:
        return Rejected(
            reason=reason,
            opted_out=problem.code == _OPTED_OUT,
            bounced=problem.code in _NOBODY,
        )
    return Deferred(reason=reason)
