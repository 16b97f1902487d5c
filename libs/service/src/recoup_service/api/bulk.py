"""Many things in one request, each with a result of its own: one that is wrong stops no other.

Things of one account stand or fall with their transaction; a request that broke off is sent again,
and what was done by then is found done.
"""

from collections import defaultdict
from collections.abc import Collection as Items
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, Field, ValidationError, WrapValidator
from pydantic_core.core_schema import ValidatorFunctionWrapHandler

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Change, Collection
from recoup_service.api.fields import RequestBody
from recoup_service.api.pointers import mistakes
from recoup_service.api.problems import Mistake, Problem
from recoup_service.api.request_context import RequestContext
from recoup_service.api.translation import problem_of

T = TypeVar("T")
MOST = 1000
"""Of one request."""
OF_A_TRANSACTION = 100
"""Few enough for others of these accounts not to wait long."""


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


async def put_each(
    collection: Collection, context: RequestContext, items: Sequence[Wanted | Unreadable]
) -> BulkShown:
    """Put each item, the items of an account together and several accounts in a transaction."""
    results = dict(_refused_unseen(items))
    wanted = {
        index: item
        for index, item in enumerate(items)
        if isinstance(item, Wanted) and index not in results
    }
    for part in _parts(wanted):

        async def decision(
            work: UnitOfWork, part: Mapping[int, Wanted] = part
        ) -> Mapping[int, ItemShown]:
            streams = {stream for item in part.values() for stream in (item.stream, *item.reads)}
            await work.lock({item.stream.account for item in part.values()}, streams)
            return {
                index: await _put(collection, work, index, item) for index, item in part.items()
            }

        results |= await context.ports.command_runner.decide(decision)
    return _shown([results[index] for index in range(len(items))])


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


def _parts(wanted: Mapping[int, Wanted]) -> Iterator[Mapping[int, Wanted]]:
    """Whole accounts until a transaction is full; one with more than that has several."""
    accounts = defaultdict[object, list[int]](list)
    for index, item in wanted.items():
        accounts[item.stream.account].append(index)
    ordered = [index for indexes in accounts.values() for index in indexes]
    for start in range(0, len(ordered), OF_A_TRANSACTION):
        yield {index: wanted[index] for index in ordered[start : start + OF_A_TRANSACTION]}


async def _put(collection: Collection, work: UnitOfWork, index: int, item: Wanted) -> ItemShown:
    try:
        with work.attempt():
            before, after = await collection.put_version(
                work, item.stream, item.create, item.change
            )
    except (Refused, Problem) as error:
        return _refusal(index, problem_of(error))
    outcome = Outcome.CHANGED if before else Outcome.CREATED
    return ItemShown(
        index=index,
        outcome=outcome if after > before else Outcome.UNCHANGED,
        id=item.stream.id,
    )


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
