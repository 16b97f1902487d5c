"""Text messages through an HTTP provider of Twilio's shape."""

import re

import httpx
from pydantic import BaseModel, ValidationError
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential

from notification.domain.outcomes import Deferred, Outcome, Rejected, Taken
from notification.senders.posting import Posting

_E164 = re.compile(r"\+[1-9]\d{6,14}")
_OPTED_OUT = 21610
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

    async def send(self, posting: Posting) -> Outcome:
        if not _E164.fullmatch(posting.letter.address):
            return Rejected(reason=f"{posting.letter.address!r} is not an E.164 number")
        try:
            return _outcome(await self._post(posting))
        except httpx.HTTPError as error:
            in_doubt = not isinstance(error, _NEVER_LEFT)
            return Deferred(reason=f"the provider: {error!r}", in_doubt=in_doubt)

    @retry(
        retry=retry_if_exception_type(httpx.HTTPError),
        wait=wait_exponential(multiplier=0.1),
        stop=stop_after_attempt(3),
        reraise=True,
    )
    async def _post(self, posting: Posting) -> httpx.Response:
        answer = await self._provider.post(
            self._path,
            data={
                "To": posting.letter.address,
                "From": self._sender,
                "Body": posting.letter.words.text,
            },
            headers={"Idempotency-Key": posting.message_id},
        )
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
            answer.raise_for_status()
        return answer


def _outcome(answer: httpx.Response) -> Outcome:
    try:
        if answer.is_success:
            return Taken(provider_id=_Accepted.model_validate_json(answer.content).sid)
        problem = _Problem.model_validate_json(answer.content)
    except ValidationError:
        # Not the provider's own words: a proxy, or a fault; only the provider can refuse for good.
        return Deferred(
            reason=f"the provider's answer cannot be read (HTTP {answer.status_code})",
            in_doubt=True,
        )
    reason = f"HTTP {answer.status_code}, {problem.code}: {problem.message}"
    if answer.is_client_error and answer.status_code not in _OURS:
        return Rejected(reason=reason, opted_out=problem.code == _OPTED_OUT)
    return Deferred(reason=reason)
