"""One attempt at one moment: what several rules ask about it is worked out once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property
from typing import NamedTuple

from recoup_compliance.attempt import Attempt, Place
from recoup_compliance.history import Consent, History, OptOut
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import DebtId
from recoup_events.notification import ConsentBasis


class Past(NamedTuple):
    """A contact that was tried before, on the debtor's calendar."""

    day: date
    at: datetime
    channel: Medium
    place: Place | None
    debts: Sequence[DebtId]


class Calendar:
    """The debtor's clock, and what has passed by it: the same at whichever moment one asks."""

    def __init__(self, attempt: Attempt, history: History) -> None:
        self._history = history
        self._days: dict[tuple[int, DebtId | None], Sequence[date]] = {}
        self.zone: tzinfo | None = attempt.debtor.zone
        self.dates: tzinfo = attempt.debtor.calendar

    def day_of(self, instant: datetime) -> date:
        """The debtor's date at an instant."""
        return instant.astimezone(self.dates).date()

    @cached_property
    def past(self) -> Sequence[Past]:
        """All of them, in order."""
        in_order = sorted(self._history.attempts, key=lambda each: each.at)
        return [
            Past(self.day_of(each.at), each.at, each.channel, each.place, each.debts)
            for each in in_order
        ]

    def days(
        self, cap: object, debt: DebtId | None, counts: Callable[[Past], bool]
    ) -> Sequence[date]:
        """The days, in order, of those that a cap counts; about whatever, where no debt is named."""
        key = (
            id(cap),
            debt,
        )  # rules outlive calendars, and hashing one costs more than judging by it
        found = self._days.get(key)
        if found is None:
            found = [
                past.day
                for past in self.past
                if (debt is None or debt in past.debts) and counts(past)
            ]
            self._days[key] = found
        return found

    @cached_property
    def talks_by_debt(self) -> Mapping[DebtId, Sequence[date]]:
        found: defaultdict[DebtId, list[date]] = defaultdict(list)
        for each in self._history.conversations:
            day = self.day_of(each.at)
            for debt in each.debts:
                found[debt].append(day)
        return found


class Moment:
    """An attempt as if it were made at this instant."""

    def __init__(
        self,
        attempt: Attempt,
        history: History,
        at: datetime | None = None,
        calendar: Calendar | None = None,
    ) -> None:
        self.attempt, self.history = attempt, history
        self.at = at or attempt.at
        self.calendar = calendar or Calendar(attempt, history)
        self.day = self.calendar.day_of(self.at)

    def later(self, at: datetime) -> "Moment":
        """The same attempt, made then."""
        return Moment(self.attempt, self.history, at, self.calendar)

    @cached_property
    def local(self) -> datetime | None:
        """On the debtor's wall, ``None`` where that is not known."""
        zone = self.calendar.zone
        return None if zone is None else self.at.astimezone(zone)

    def start_of(self, day: date) -> datetime:
        """The first instant of a date in the debtor's calendar."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=self.calendar.dates)
        return midnight.astimezone(UTC)

    def opted_out(self, channel: Medium) -> OptOut | None:
        """The opt-out in force on a channel; only the person's own later consent ends one."""
        address = self.history.address_opt_out
        if address is not None and self._concerns(address, channel):
            return address
        recorded = [each for each in self.history.opt_outs if self._concerns(each, channel)]
        last = max(recorded, key=lambda opt_out: opt_out.at, default=None)
        if last is None or any(
            consent.basis is ConsentBasis.EXPRESS_CONSENT and last.at < consent.at
            for consent in self.consents(channel)
        ):
            return None
        return last

    def consents(self, channel: Medium) -> Sequence[Consent]:
        """What the person has agreed to by now."""
        return [each for each in self.history.consents if self._concerns(each, channel)]

    def _concerns(self, word: OptOut | Consent, channel: Medium) -> bool:
        """Said before the attempt, about the channel and its creditor; one not known is each of them."""
        asked = self.attempt.creditor_id
        of_creditor = None in (word.creditor_id, asked) or word.creditor_id == asked
        return of_creditor and word.channel == channel and word.at <= self.at
