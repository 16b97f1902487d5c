"""What a service decides by itself, for whoever drives it without a broker and a clock: a replay."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from recoup_eventstore.decider import View
from recoup_eventstore.timers import TimerHandler
from recoup_eventstore.work import Conclusions, Followers
from recoup_messaging.subscriptions import Subscription


@dataclass(frozen=True, slots=True)
class Engine:
    """The very reactions, followers and timers of the service; its effects are not among them."""

    actor: str
    views: Sequence[View[Any]]
    subscriptions: Sequence[Subscription[Any]]
    timer_handlers: Sequence[TimerHandler]
    followers: Followers
    conclusions: Conclusions
