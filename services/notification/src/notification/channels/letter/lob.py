"""A provider of letters of Lob's shape (Print & Mail API, version 2020-02-11)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import httpx
from pydantic import AwareDatetime, BaseModel, Field

from notification.channels.letter.printed import Printed
from notification.channels.letter.tracking import Tracked
from notification.channels.provider import Answered, Unanswered, ask, not_understood, slower
from notification.messages.domain.outcomes import Deferred, Outcome, Rejected, Taken
from notification.templates.domain.untrusted import answer
from recoup_events.kernel.postal_address import PostalAddress

_PATH = "/v1/letters"
LONGEST_LINE, LONGEST_NAME = 64, 40
_UNDELIVERABLE = frozenset({"address_invalid", "failed_deliverability_strictness"})


class _Created(BaseModel):
    id: str = Field(min_length=1, max_length=100)


class _Problem(BaseModel):
    message: str
    code: str = ""


class _Refused(BaseModel):
    error: _Problem


class _Event(BaseModel):
    name: str
    time: AwareDatetime


class _Way(BaseModel):
    tracking_events: Sequence[_Event] = ()
    extra_service: str | None = None


class LobLetters:
    """See ``LetterProvider``. The message's id is the Idempotency-Key, which Lob keeps for a day."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def post(self, printed: Printed) -> Outcome:
        files = {"file": ("letter.pdf", printed.pdf, "application/pdf")}
        headers = {"Idempotency-Key": printed.message_id}
        where = printed.to.lines[0] if printed.to.lines else printed.to.city
        try:
            answered = await ask(
                self._client, "POST", _PATH, data=_form(printed), files=files, headers=headers
            )
        except Unanswered as nothing:
            return Deferred(reason=answer(nothing.reason, where), in_doubt=nothing.in_doubt)
        return _outcome(answered, where, printed.at)

    async def course(self, provider_id: str, now: datetime) -> tuple[Tracked, ...]:
        try:
            answered = await ask(self._client, "GET", f"{_PATH}/{provider_id}")
        except Unanswered:
            return ()
        way = answered.read(_Way) if answered.taken else None
        return () if way is None else tuple(tracked_of(way.tracking_events, way.extra_service))


def tracked_of(events: Sequence[_Event], service: str | None) -> Sequence[Tracked]:
    """In callbacks the service is a part of the name."""
    prefix = "" if service is None else "certified."
    return [
        Tracked(name=prefix + each.name.strip().lower().replace(" ", "_"), at=each.time)
        for each in events
    ]


def _form(printed: Printed) -> Mapping[str, str]:
    service = {"extra_service": "certified_return_receipt"} if printed.certified else {}
    return {
        **_address("to", printed.recipient, printed.company, printed.to),
        **_address("from", printed.sender, None, printed.sent_from),
        "color": "false",
        "double_sided": "false",
        "address_placement": "top_first_page",
        "use_type": "operational",
        "metadata[tenant]": printed.tenant,
        "metadata[message_id]": printed.message_id,
        **service,
    }


def _address(
    part: str, name: str, company: str | None, address: PostalAddress
) -> Mapping[str, str]:
    first, *rest = [*address.lines, ""]
    fields = {
        "name": name[:LONGEST_NAME],
        "company": (company or "")[:LONGEST_NAME],
        "address_line1": first[:LONGEST_LINE],
        "address_line2": ", ".join(each for each in rest if each)[:LONGEST_LINE],
        "address_city": address.city,
        "address_state": (address.subdivision or "").rpartition("-")[2],
        "address_zip": address.postal_code or "",
        "address_country": address.country,
    }
    return {f"{part}[{field}]": value for field, value in fields.items() if value}


def _outcome(answered: Answered, where: str, at: datetime) -> Outcome:
    if answered.status == httpx.codes.TOO_MANY_REQUESTS:
        return slower(answered, at)
    if answered.taken:
        created = answered.read(_Created)
        return not_understood(answered) if created is None else Taken(provider_id=created.id)
    refused = answered.read(_Refused)
    if refused is None or answered.status >= 500 or answered.status < 400:
        return not_understood(answered)
    reason = answer(f"HTTP {answered.status}, {refused.error.message}", where)
    if answered.refused:
        return Rejected(reason=reason, bounced=refused.error.code in _UNDELIVERABLE)
    return Deferred(reason=reason)
