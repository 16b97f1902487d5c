"""Many things in one request, each with a result of its own: one that is wrong stops no other.

Things of one account stand or fall with their transaction; a request that broke off is sent again,
and what was done by then is found done.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from collections.abc import Collection as Items
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, Field, ValidationError, WrapValidator
from pydantic_core.core_schema import ValidatorFunctionWrapHandler

from recoup_events.kernel.envelope import Account, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.errors import MoreAccounts
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Change, Collection
from recoup_service.api.fields import RequestBody
from recoup_service.api.pointers import mistakes
from recoup_service.api.problems import Mistake, Problem
from recoup_service.api.request_context import WorkContext
from recoup_service.api.translation import problem_of

T = TypeVar("T")
MOST = 1000
"""Of one request."""
OF_A_TRANSACTION = 100
"""Few enough for others of these accounts not to wait long."""
AT_A_TIME = 20
"""Decided without a pause; whatever else the process does has its turn in between."""
ACCOUNTS = 400
"""Owned at once where items concern more accounts than their own; else they are decided apart."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An item that is not what it should be."""

    mistakes: Sequence[Mistake]


def _apart(item: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    try:
        return validate(item)
    except ValidationError as error:
        found = [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
        return Unreadable(mistakes(found, item))


class Bulk(RequestBody, Generic[T]):
    """What would be sent one by one, up to 1,000 of it."""

    data: Annotated[
        tuple[Annotated[T, WrapValidator(_apart)], ...], Field(min_length=1, max_length=MOST)
    ]


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class ItemShown(BaseModel):
    index: int = Field(description="Its place in `data` as sent, from 0.")
    outcome: Outcome = Field(
        description="`unchanged`: it was there, as sent; so a request may be sent again."
    )
    id: str | None = Field(default=None, examples=["inv_1b7e"])
    code: str | None = Field(default=None, description="Why it was refused: branch on this.")
    detail: str | None = Field(default=None, description="What to do about it.")
    errors: Sequence[Mistake] | None = Field(
        default=None, description="Every mistake found, with pointers within the item."
    )


class BulkShown(BaseModel):
    """What became of each item, in their order."""

    created: int
    changed: int
    unchanged: int
    refused: int
    data: Sequence[ItemShown]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One item: what is to be there, and what it takes to look at it."""

    stream: Stream
    create: Change
    change: Change
    reads: Items[Stream] = ()
    foresees: Sequence[Envelope[Event]] = ()
    """What it would record, as far as that says which documents change; they are read at once."""


Parts = Mapping[int, Wanted]
Prepare = Callable[[UnitOfWork, Items[int]], Awaitable[None]]
"""Reads at once what the items of these places will look at."""


async def put_each(
    collection: Collection,
    context: WorkContext,
    items: Sequence[Wanted | Unreadable],
    prepare: Prepare | None = None,
    *,
    of_a_transaction: int = OF_A_TRANSACTION,
) -> BulkShown:
    """Put each item, the items of an account together and several accounts in a transaction."""
    results = dict(_refused_unseen(items))
    wanted = {
        index: item
        for index, item in enumerate(items)
        if isinstance(item, Wanted) and index not in results
    }
    for part in _parts(wanted, of_a_transaction):
        results |= await _decided(collection, context, part, prepare)
    return _shown([results[index] for index in range(len(items))])


class _TooManyAccounts(Exception):
    """These items concern more accounts than one transaction should own."""


async def _decided(
    collection: Collection, context: WorkContext, part: Parts, prepare: Prepare | None
) -> Mapping[int, ItemShown]:
    async def decision(work: UnitOfWork) -> Mapping[int, ItemShown]:
        streams = {stream for item in part.values() for stream in (item.stream, *item.reads)}
        await work.lock({item.stream.account for item in part.values()}, streams)
        await work.foresee(event for item in part.values() for event in item.foresees)
        if prepare is not None:
            await prepare(work, part.keys())
        return await _put_all(collection, context, work, part)

    try:
        return await context.ports.command_runner.decide(decision)
    except _TooManyAccounts:
        indexes = list(part)
        halves = (indexes[: len(indexes) // 2], indexes[len(indexes) // 2 :])
        results: dict[int, ItemShown] = {}
        for half in halves:
            fewer = {index: part[index] for index in half}
            results |= await _decided(collection, context, fewer, prepare)
        return results


async def _put_all(
    collection: Collection, context: WorkContext, work: UnitOfWork, part: Parts
) -> Mapping[int, ItemShown]:
    """All of them, to learn at once of every account that is to be owned, too."""
    results: dict[int, ItemShown] = {}
    missing = set[Account]()
    for nth, (index, item) in enumerate(part.items()):
        if nth % AT_A_TIME == 0:
            await asyncio.sleep(0)  # whoever asks meanwhile is answered
        try:
            results[index] = await put_item(collection, context, work, index, item)
        except MoreAccounts as more:
            missing.update(more.accounts)
    if len(missing) > ACCOUNTS and len(part) > 1:
        raise _TooManyAccounts
    if missing:
        raise MoreAccounts(missing)
    return results


def _refused_unseen(items: Sequence[Wanted | Unreadable]) -> Iterator[tuple[int, ItemShown]]:
    """What cannot be read, and what stands in the request twice."""
    seen = dict[str, int]()
    for index, item in enumerate(items):
        if isinstance(item, Unreadable):
            problem = Problem(
                422, "invalid_request", "Correct each mistake listed in errors.", item.mistakes
            )
            yield index, _refusal(index, problem)
        elif (first := seen.setdefault(item.stream.name, index)) != index:
            problem = Problem(409, "repeated", f"Item {first} is this one, too; send each once.")
            yield index, _refusal(index, problem)


def _parts(wanted: Parts, most: int) -> Iterator[Parts]:
    """Whole accounts until a transaction is full; one with more than that has several."""
    accounts = defaultdict[object, list[int]](list)
    for index, item in wanted.items():
        accounts[item.stream.account].append(index)
    ordered = [index for indexes in accounts.values() for index in indexes]
    for start in range(0, len(ordered), most):
        yield {index: wanted[index] for index in ordered[start : start + most]}


async def put_item(
    collection: Collection, context: WorkContext, work: UnitOfWork, index: int, item: Wanted
) -> ItemShown:
    """Put one item, its account locked; what is refused leaves no trace."""
    try:
        with work.attempt():
            before, after = await collection.put_version(
                work, item.stream, item.create, item.change
            )
    except (Refused, Problem) as error:
        return _refusal(index, problem_of(error))
    outcome = Outcome.CHANGED if before else Outcome.CREATED
    if after == before:
        outcome = await _done_before(collection, context, work, item.stream)
    return ItemShown(index=index, outcome=outcome, id=item.stream.id)


async def _done_before(
    collection: Collection, context: WorkContext, work: UnitOfWork, stream: Stream
) -> Outcome:
    """What a job did before it was interrupted is its doing, found done."""
    thing = await collection.load(work, stream)
    asked_by = context.cause.causation_id
    if asked_by is None:
        return Outcome.UNCHANGED
    if thing.first is not None and thing.first.cause.causation_id == asked_by:
        return Outcome.CREATED
    if thing.last is not None and thing.last.cause.causation_id == asked_by:
        return Outcome.CHANGED
    return Outcome.UNCHANGED


def _refusal(index: int, problem: Problem) -> ItemShown:
    return ItemShown(
        index=index,
        outcome=Outcome.REFUSED,
        code=problem.code,
        detail=problem.detail,
        errors=list(problem.errors) or None,
    )


def _shown(results: Sequence[ItemShown]) -> BulkShown:
    counts = {
        str(outcome): sum(result.outcome is outcome for result in results) for outcome in Outcome
    }
    return BulkShown(data=results, **counts)
