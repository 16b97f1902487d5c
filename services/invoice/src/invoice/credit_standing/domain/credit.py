"""A customer's credit with a creditor: its limit, what people decided, and the standing it has."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from pydantic import AwareDatetime

from invoice.credit_standing.domain import commands
from invoice.credit_standing.domain.errors import CreditRefused, OverrideUnacceptable
from invoice.credit_standing.domain.policy import is_noticed
from recoup_events import invoice as events
from recoup_events.invoice.credit_standing import (
    CreditOverride,
    CreditPolicyApplied,
    ServingDecision,
    Standing,
)
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId, CustomerId, credit_id_of
from recoup_eventstore.decider import Decider
from recoup_receivables.calendar import start_of_day

REVIEW = "review"
"""The timer of the day on which time alone may change the standing."""


class ReviewPlanned(Event, type="credit.review_planned.v1"):
    """One at a time, so that a customer who always pays a little late plans few of them."""

    creditor_id: CreditorId
    at: AwareDatetime | None
    """``None``: nothing waits for time to pass."""


CreditEvent = events.InvoiceEvent | ReviewPlanned


class Credit(Value):
    creditor_id: CreditorId | None = None
    """``None`` before its first event."""
    terms: events.CreditTermsRecorded | None = None
    changed: events.CreditStandingChanged | None = None
    serving: events.CreditServingDecided | None = None
    review_at: AwareDatetime | None = None
    announced: CreditPolicyApplied | None = None
    """The policy of which the customer was told last."""

    @property
    def standing(self) -> Standing:
        return Standing.NORMAL if self.changed is None else self.changed.after

    @property
    def advised(self) -> Standing:
        return Standing.NORMAL if self.changed is None else self.changed.advised

    @property
    def override(self) -> CreditOverride | None:
        return None if self.terms is None else self.terms.override

    def standing_on(self, today: date, advised: Standing) -> Standing:
        """What people decided goes before what the rules advise, as long as it holds."""
        if self.override is not None and today <= self.override.until:
            return self.override.standing
        kept = self.serving is not None and self.serving.decision is ServingDecision.KEEP
        if advised is Standing.STOP_SERVING_ADVISED and kept and today <= self._kept_until:
            return Standing.PREPAY
        return advised

    def reason_of(self, standing: Standing, advised: Standing) -> str | None:
        """Why a person decided on this standing; ``None`` where it is what the rules advise."""
        if standing is advised:
            return None
        if self.override is not None and self.override.standing is standing:
            return self.override.reason
        return None if self.serving is None else self.serving.reason

    @property
    def _kept_until(self) -> date:
        until = None if self.serving is None else self.serving.until
        return until or date.max

    @property
    def ends(self) -> Sequence[date]:
        """The last days of what people decided."""
        decided = (self.override, self.serving)
        return [each.until for each in decided if each is not None and each.until is not None]


def decide(command: commands.CreditCommand, credit: Credit) -> Sequence[CreditEvent]:
    match command:
        case commands.RecordTerms():
            return _terms(command, credit)
        case commands.DecideServing():
            return _serving(command, credit)
        case commands.Review():
            announced = _policy_applied(command, credit)
            return [*announced, *_changed(command, credit), *_planned(command, credit)]
        case _:
            raise CreditRefused("Credit does not do this; read it again.")


_IDS = ("credit_id", "creditor_id", "customer_id")


def _ids(command: commands.CreditCommand) -> dict[str, str]:
    return {name: getattr(command, name) for name in _IDS}


def _terms(command: commands.RecordTerms, credit: Credit) -> Sequence[CreditEvent]:
    """The same again changes nothing."""
    known = credit.terms
    if known is not None and (known.limit, known.override) == (command.limit, command.override):
        return []
    if command.override is not None and command.override.until < command.today:
        raise OverrideUnacceptable(
            f"It is {command.today} for the customer; send that day or a later one.",
            pointer="/override/until",
        )
    return [
        events.CreditTermsRecorded(
            **_ids(command), limit=command.limit, override=command.override, recorded_by=command.by
        )
    ]


def _serving(command: commands.DecideServing, credit: Credit) -> Sequence[CreditEvent]:
    if credit.advised is not Standing.STOP_SERVING_ADVISED:
        raise CreditRefused(
            f"The rules do not advise to stop serving this customer; their advice is "
            f"{credit.advised}. Record an override to decide otherwise."
        )
    if command.until is not None and command.until < command.today:
        raise OverrideUnacceptable(
            f"It is {command.today} for the customer; send that day or a later one.",
            pointer="/until",
        )
    decided = events.CreditServingDecided(
        **_ids(command),
        decision=command.decision,
        until=command.until,
        reason=command.reason,
        decided_by=command.by,
    )
    return [] if decided == credit.serving else [decided]


def _changed(command: commands.Review, credit: Credit) -> Sequence[CreditEvent]:
    after = credit.standing_on(command.today, command.advised)
    if (after, command.advised) == (credit.standing, credit.advised):
        return []
    return [
        events.CreditStandingChanged(
            **_ids(command),
            before=credit.standing,
            after=after,
            advised=command.advised,
            causes=command.causes,
            notify_customer=command.to_announce is not None,
        )
    ]


def _policy_applied(command: commands.Review, credit: Credit) -> Sequence[CreditEvent]:
    """Once for each version, however often the standing is reviewed by it."""
    to_announce = command.to_announce
    if to_announce is None or not is_noticed(to_announce.policy):
        return []
    if credit.announced and to_announce.version <= credit.announced.policy_version:
        return []
    return [
        CreditPolicyApplied(
            **_ids(command),
            policy_version=to_announce.version,
            rules=to_announce.policy.rules,
            limit=(credit.terms and credit.terms.limit) or to_announce.policy.limit,
            acceptance_needed=to_announce.policy.acceptance_needed,
            notify_at=to_announce.notify_at,
        )
    ]


def _planned(command: commands.Review, credit: Credit) -> Sequence[CreditEvent]:
    """A review that is planned too early finds nothing, and plans the next."""
    ends = [end + timedelta(1) for end in credit.ends if end >= command.today]
    days = [*ends, *([] if command.next_on is None else [command.next_on])]
    wanted = start_of_day(min(days), command.time_zone) if days else None
    planned = credit.review_at
    due = planned is not None and planned <= command.at
    sooner = wanted is not None and (planned is None or wanted < planned)
    if not (due or sooner):
        return []
    return [ReviewPlanned(creditor_id=command.creditor_id, at=wanted)]


def evolve(credit: Credit, event: CreditEvent) -> Credit:
    match event:
        case events.CreditTermsRecorded(creditor_id=creditor):
            update: Mapping[str, object] = {"terms": event}
        case events.CreditServingDecided(creditor_id=creditor):
            update = {"serving": event}
        case events.CreditStandingChanged(creditor_id=creditor, advised=advised):
            stays = advised is Standing.STOP_SERVING_ADVISED
            update = {"changed": event, "serving": credit.serving if stays else None}
        case CreditPolicyApplied(creditor_id=creditor):
            update = {"announced": event}
        case ReviewPlanned(creditor_id=creditor, at=at):
            update = {"review_at": at}
        case _:
            return credit
    return credit.model_copy(update={**update, "creditor_id": creditor})


def timers(credit: Credit) -> Mapping[str, datetime]:
    return {} if credit.review_at is None else {REVIEW: credit.review_at}


CREDIT: Decider[commands.CreditCommand, Credit, CreditEvent] = Decider(
    "credit", Credit(), decide, evolve, timers
)


def credit_stream(account: Account, creditor_id: CreditorId) -> Stream:
    """In the customer's account, one for each creditor."""
    return CREDIT.stream(*account, credit_id_of(CustomerId(account.key), creditor_id))
