"""One effect's performance outside, and what came of it."""

from collections.abc import Collection
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Generic, TypeVar

from opentelemetry.trace import SpanKind

from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_eventstore.durations import Outcomes
from recoup_eventstore.effect import Effect
from recoup_eventstore.isolation import ends_the_process
from recoup_eventstore.tracing import following

P = TypeVar("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Ready(Generic[P]):
    stream: Stream
    prepared: P
    cause: Cause


@dataclass(frozen=True, slots=True)
class Performed(Generic[R]):
    stream: Stream
    result: R
    touches: Collection[Account]
    traceparent: str | None
    """Of the performance: what follows from it, it caused."""


@dataclass(frozen=True, slots=True)
class Failed:
    stream: Stream
    error: BaseException


async def performed(
    name: str, effect: Effect[P, R], took: Outcomes, ready: Ready[P]
) -> Performed[Any] | Failed:
    """Raises nothing but what ends the process."""
    attributes, started = {"recoup.effect": name}, perf_counter()
    try:
        with following(f"perform {name}", SpanKind.INTERNAL, attributes, ready.cause) as cause:
            result = await effect.perform(ready.prepared)
    except BaseException as error:
        if ends_the_process(error):
            raise
        took[type(error).__name__].add(perf_counter() - started)
        return Failed(ready.stream, error)
    took[type(result).__name__].add(perf_counter() - started)
    touches = effect.touches(ready.stream, ready.prepared, result)
    return Performed(ready.stream, result, touches, cause.traceparent)
