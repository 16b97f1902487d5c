"""Issuing an API key: for whoever asks, in place of another, or as the first of a new tenant."""

from invoice.api_keys.domain.api_key import API_KEY, IssueApiKey
from invoice.api_keys.domain.known_agencies import KNOWN_AGENCIES, UnknownAgency
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_eventstore.pending_changes import Folded
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.keys import ApiKey as Minted


def stream_of(key: Minted) -> Stream:
    return API_KEY.stream(key.tenant, key.id, key.id)


async def check_agency(work: UnitOfWork, key: Minted) -> None:
    """An agency is read without its lock; it is never taken away."""
    if key.agency_id is None:
        return
    account = Account(key.tenant, key.agency_id)
    if not (await work.document(KNOWN_AGENCIES, account, key.agency_id)).arrived:
        raise UnknownAgency(
            "No such agency has arrived here; check the id, and if it has just been registered, send "
            "this again in a few seconds.",
            pointer="/agency_id",
        )


async def issue(work: UnitOfWork, key: Minted, cause: Cause, replaces: str | None = None) -> Folded:
    """Lock its account first."""
    command = IssueApiKey(
        key_id=key.id,
        name=key.name,
        secret_sha256=key.secret_sha256.hex(),
        scopes=tuple(sorted(key.scopes)),
        env=key.env,
        expires_at=key.expires_at,
        replaces=replaces,
        limits=key.limits,
        agency_id=key.agency_id,
    )
    stream = stream_of(key)
    await work.execute(API_KEY, stream, command, cause)
    return await work.load(API_KEY, stream)
