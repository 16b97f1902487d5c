"""Two treatments of the same customers: what was before, what is tried, and what is not the same."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from recoup_compliance.archive import rules_of
from recoup_compliance.rulebook import Rulebook
from recoup_compliance.rules import RULES
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, TenantId
from workflow_scheduler.simulations.domain.differences import Difference, first_difference
from workflow_scheduler.simulations.domain.lawfulness import as_of
from workflow_scheduler.simulations.domain.leg import Leg, Same, Sent
from workflow_scheduler.simulations.domain.past import Past
from workflow_scheduler.simulations.domain.tally import Tally, lines
from workflow_scheduler.simulations.domain.trial import (
    Faults,
    Policy,
    Result,
    Row,
    Trial,
    first_of,
    named,
)
from workflow_scheduler.simulations.handlers.configuring import Config, config_under, namer
from workflow_scheduler.simulations.handlers.replay import Driver, remember
from workflow_scheduler.simulations.handlers.replaying import Replayed


def rulebook_of(policy: Policy) -> Rulebook:
    """Raises ``ValueError`` for a set of rules that is not archived here."""
    rules = RULES if policy.rules_version is None else rules_of(policy.rules_version)
    if rules is None:
        raise ValueError(f"There is no set of rules {policy.rules_version}.")
    return rules if policy.rules_as_of is None else as_of(rules, policy.rules_as_of)


@dataclass(slots=True)
class Sum:
    """What came of the customers so far."""

    customers: int = 0
    enrolments: int = 0
    changed_customers: int = 0
    same: int = 0
    added: int = 0
    dropped: int = 0
    compared: int = 0
    differing: int = 0
    difference: Difference | None = None
    before: Tally = field(default_factory=Tally)
    after: Tally = field(default_factory=Tally)
    broken: int = 0
    unfit: int = 0
    as_recorded: int = 0
    named: tuple[str, ...] = ()

    def result(self) -> Result:
        return Result(
            customers=self.customers,
            enrolments=self.enrolments,
            changed_customers=self.changed_customers,
            messages_same=self.same,
            messages_added=self.added,
            messages_dropped=self.dropped,
            compared=self.compared,
            differing=self.differing,
            difference=self.difference,
            counts=tuple(lines(self.before, self.after)),
            faults=Faults(
                broken=self.broken,
                unfit=self.unfit,
                as_recorded=self.as_recorded,
                named=self.named,
            ),
        )


class Simulation:
    """One trial over one tenant's customers, one after the other."""

    def __init__(self, driver: Driver, trial: Trial, tenant: TenantId, config: Config) -> None:
        self._driver = driver
        self._trial = trial
        self._before = config_under(trial.before, trial, tenant, config)
        self._after = config_under(trial.after, trial, tenant, config)
        self._rules = rulebook_of(trial.before), rulebook_of(trial.after)

    def run(self, pasts: Iterable[Past], into: Sum) -> Iterator[Row]:
        """Counted into the sum; gives what is not the same under both."""
        for past in pasts:
            yield from self._customer(past, into)

    def _customer(self, past: Past, into: Sum) -> Iterator[Row]:
        trial = self._trial
        before, after = self._leg(self._before, 0), self._leg(self._after, 1)
        if self._as_it_was(past):
            remember(before, past, trial.ends)
        else:
            self._driver.replay(past, trial.begins, trial.ends, self._before, before)
        tried = self._driver.replay(past, trial.begins, trial.ends, self._after, after)
        into.customers += 1
        into.enrolments += after.enrolments
        into.before.update(before.tally)
        into.after.update(after.tally)
        _note(tried, into)
        if self._as_it_was(past) and trial.after.is_live:
            self._compare(past, tried, into)
        yield from _rows(CustomerId(past.account.key), before.messages, after.messages, into)

    def _leg(self, config: Config, nth: int) -> Leg:
        trial = self._trial
        creditor_id = trial.selection.creditor_id
        tries = (trial.before, trial.after)[nth] != Policy() or trial.response is not None
        return Leg(
            *(self._rules[nth], trial.begins, namer(config), trial.response, creditor_id),
            assumes_delivery=tries,
        )

    def _as_it_was(self, past: Past) -> bool:
        """What was recorded is what it is compared with; a ledger has nothing recorded."""
        return self._trial.before.is_live and self._trial.response is None and bool(past.recorded)

    def _compare(self, past: Past, tried: Replayed, into: Sum) -> None:
        recorded: list[Envelope[Event]] = [
            each.envelope
            for each in past.recorded
            if self._trial.begins <= each.envelope.cause.at <= self._trial.ends
        ]
        found = first_difference(recorded, tried.recorded)
        into.compared += 1
        into.differing += found is not None
        into.difference = first_of(into.difference, found)


def _note(replayed: Replayed, into: Sum) -> None:
    into.broken += len(replayed.broken)
    into.unfit += replayed.unfit
    into.as_recorded += replayed.as_recorded
    if replayed.broken:
        names = [f"{each.type} {each.id}: {each.problem}" for each in replayed.broken]
        into.named = named(into.named, names)


def _rows(
    customer: CustomerId, before: Sequence[Sent], after: Sequence[Sent], into: Sum
) -> Iterator[Row]:
    sent_before = Counter(each.same for each in before if not each.blocked)
    sent_after = Counter(each.same for each in after if not each.blocked)
    same = sum((sent_before & sent_after).values())
    into.same += same
    into.added += sent_after.total() - same
    into.dropped += sent_before.total() - same
    blocked_before = {each.same for each in before if each.blocked}
    blocked_after = {each.same: each for each in after if each.blocked}
    changed = False
    for each, count in _left(after, sent_before):
        changed = True
        word = "unblocked" if each.same in blocked_before else "added"
        yield from (_row(customer, each, word) for _ in range(count))
    for each, count in _left(before, sent_after):
        changed = True
        stopped = blocked_after.get(each.same)
        word = "dropped" if stopped is None else "blocked"
        yield from (_row(customer, stopped or each, word) for _ in range(count))
    into.changed_customers += changed


def _left(messages: Sequence[Sent], others: Counter[Same]) -> Iterator[tuple[Sent, int]]:
    """Those sent that the other side has not."""
    sent = {each.same: each for each in messages if not each.blocked}
    counts = Counter(each.same for each in messages if not each.blocked)
    for same, each in sent.items():
        if counts[same] > others[same]:
            yield each, counts[same] - others[same]


def _row(customer: CustomerId, sent: Sent, change: str) -> Row:
    return Row.model_validate(
        {
            "customer_id": customer,
            "day": date.fromisoformat(sent.day),
            "change": change,
            "channel": sent.channel,
            "template": sent.template,
            "level": sent.level,
            "items": sent.items,
            "rule": sent.rule,
        }
    )
