"""Hands texts to the provider: one attempt, and before a second one a look whether the first arrived."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
from pydantic import BaseModel

from notification.channels.provider import Answered, Unanswered, ask, not_understood, slower
from notification.channels.sms.rules import wrong_with
from notification.messages.domain.outcomes import Deferred, Outcome, Rejected, Taken
from notification.messages.domain.sender import INVALID, Delivery
from notification.templates.domain.untrusted import answer, lines
from recoup_events.kernel.addresses import InvalidAddress, phone_number

_OPTED_OUT = 21610
_NOBODY = (21211, 21614)
"""No number, and none that takes texts."""
_NO_SENDER = "Nobody says from whom the text would come. Give the creditor an SMS sender, or set RECOUP_SMS_FROM."
_LATEST = 50
"""Texts to one number that are looked through."""
_ATTEMPTED_WITHIN = timedelta(days=3)
"""All attempts of a message together take less; the same words may have been sent before."""


class _Accepted(BaseModel):
    sid: str


class _Kept(_Accepted):
    body: str | None = None
    date_created: str | None = None


class _Listed(BaseModel):
    messages: Sequence[_Kept]


class _Problem(BaseModel):
    code: int | None = None
    message: str = ""


class SmsSender:
    """See ``Sender``. The message's id is the Idempotency-Key, for providers that know such keys."""

    def __init__(
        self,
        provider: httpx.AsyncClient,
        *,
        account: str,
        sender: str | None,
        most_segments: int,
        reports: str | None = None,
    ) -> None:
        self._provider = provider
        self._path = f"/2010-04-01/Accounts/{account}/Messages.json"
        self._sender = sender
        self._most_segments = most_segments
        self._reports = reports
        """Where the provider reports to; each message has its own address below it."""

    async def send(self, delivery: Delivery) -> Outcome:
        try:
            number = phone_number(delivery.content.address)
        except InvalidAddress:
            return Rejected(reason=INVALID)
        sender = delivery.content.sender.sms or self._sender
        if sender is None:
            return Rejected(reason=_NO_SENDER)
        form = self._form(delivery, number, sender)
        wrong = wrong_with(form["Body"], form["From"], number, self._most_segments)
        if wrong is not None:
            return Rejected(reason=wrong)
        try:
            if delivery.doubts and (found := await self._taken_before(form, delivery)):
                return found
            headers = {"Idempotency-Key": delivery.message_id}
            answered = await ask(self._provider, "POST", self._path, data=form, headers=headers)
        except Unanswered as nothing:
            return Deferred(reason=answer(nothing.reason, number), in_doubt=nothing.in_doubt)
        return _outcome(answered, number, delivery.at)

    def _form(self, delivery: Delivery, number: str, sender: str) -> dict[str, str]:
        form = {
            "To": number,
            "From": sender,
            "Body": "\n".join(lines(delivery.content.words.text)),
        }
        thread = delivery.thread
        if self._reports is not None and thread is not None:
            form["StatusCallback"] = f"{self._reports}/{thread.tenant}/{delivery.message_id}"
        return form

    async def _taken_before(self, form: dict[str, str], delivery: Delivery) -> Outcome | None:
        """Whether an earlier attempt arrived after all; where that cannot be told, nothing is sent."""
        wanted = {"To": form["To"], "From": form["From"], "PageSize": str(_LATEST)}
        answered = await ask(self._provider, "GET", self._path, params=wanted)
        listed = answered.read(_Listed) if answered.taken else None
        if listed is None:
            reason = "an earlier attempt may have arrived, and the provider does not tell"
            return Deferred(reason=f"{reason} (HTTP {answered.status})", in_doubt=True)
        for kept in listed.messages:
            if kept.body == form["Body"] and _since_attempts(kept.date_created, delivery.at):
                return Taken(provider_id=answer(kept.sid, form["To"]))
        return None


def _since_attempts(created: str | None, now: datetime) -> bool:
    """In doubt, yes: then it is not sent again."""
    try:
        at = parsedate_to_datetime(created or "")
    except ValueError:
        return True
    return at.tzinfo is None or at >= now - _ATTEMPTED_WITHIN


def _outcome(answered: Answered, number: str, at: datetime) -> Outcome:
    if answered.status == httpx.codes.TOO_MANY_REQUESTS:
        return slower(answered, at)
    if answered.taken:
        accepted = answered.read(_Accepted)
        if accepted is None:
            return not_understood(answered)
        return Taken(provider_id=answer(accepted.sid, number))
    problem = answered.read(_Problem)
    if problem is None or answered.status >= 500 or answered.status < 400:
        return not_understood(answered)
    reason = answer(f"HTTP {answered.status}, {problem.code}: {problem.message}", number)
    if answered.refused:
        return Rejected(
            reason=reason,
            opted_out=problem.code == _OPTED_OUT,
            bounced=problem.code in _NOBODY,
        )
    return Deferred(reason=reason)
