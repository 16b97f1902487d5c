"""What proves that a milder step reached the customer, and what is lacking where nothing does."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import ReminderId
from recoup_events.workflow_scheduler import Lack
from workflow_scheduler.escalations.domain.asked_steps import AskedSteps
from workflow_scheduler.escalations.domain.deliveries import Attempted, Deliveries, DeliveryState
from workflow_scheduler.escalations.domain.policy import EscalationPolicy, RequiredProof

FREE = 1
"""Up to this level nothing is harsh: a first reminder follows no other."""
NEXT_LOOK = timedelta(days=1)
"""At what waits, and may still be sent."""
_ENDS = {
    DeliveryState.UNDELIVERED: Lack.UNDELIVERED,
    DeliveryState.FAILED: Lack.FAILED,
    DeliveryState.REFUSED: Lack.REFUSED,
}


class Lacking(Value):
    """Why a step has to wait."""

    milder_level: int
    lack: Lack
    waits_for: tuple[ReminderId, ...]
    review_at: datetime


class Evidence(Value):
    """All that is known when a step falls due."""

    policy: EscalationPolicy = EscalationPolicy()
    asked: AskedSteps = AskedSteps()
    deliveries: Mapping[ReminderId, Deliveries] = {}

    def lacking(self, level: int, now: datetime) -> Lacking | None:
        """What a step of this level has to wait for; ``None`` where it may go ahead.

        What was done before the invoice came here, nobody has to prove here.
        """
        if level <= FREE:
            return None
        milder = milder_level(self.asked, level)
        if milder is None or any(milder <= each < level for each in self.asked.reached):
            return None
        reminders = reminders_of(self.asked, milder)
        messages = [each for id in reminders for each in self._messages(id)]
        if any(self._proves(each, now) for each in messages):
            return None
        lack = self._lack(reminders, messages)
        review_at = self._review_at(lack, messages, now)
        return Lacking(milder_level=milder, lack=lack, waits_for=reminders, review_at=review_at)

    def _messages(self, id: ReminderId) -> Sequence[Attempted]:
        return list(self.deliveries.get(id, Deliveries()).messages.values())

    def _proves(self, message: Attempted, now: datetime) -> bool:
        match message:
            case Attempted(state=DeliveryState.DELIVERED):
                return True
            case Attempted(state=DeliveryState.SENT, sent_at=datetime() as sent_at):
                enough = self.policy.proof is RequiredProof.SENT
                return enough or sent_at + self.policy.not_returned <= now
            case _:
                return False

    def _lack(self, reminders: Sequence[ReminderId], messages: Sequence[Attempted]) -> Lack:
        """What may still pass goes before what will not."""
        if not reminders:
            return Lack.NOT_REACHED
        states = {each.state for each in messages}
        if DeliveryState.SENT in states:
            return Lack.NOT_PROVEN
        unsent = any(not self._messages(id) for id in reminders)
        if DeliveryState.WAITS in states or unsent:
            return Lack.NOT_SENT
        return next(lack for state, lack in _ENDS.items() if state in states)

    def _review_at(self, lack: Lack, messages: Sequence[Attempted], now: datetime) -> datetime:
        if lack is Lack.NOT_PROVEN:
            sent = [
                each.sent_at
                for each in messages
                if each.state is DeliveryState.SENT and each.sent_at
            ]
            return min(sent) + self.policy.not_returned
        return now + (NEXT_LOOK if lack.may_pass else self.policy.patience)


def milder_level(asked: AskedSteps, level: int) -> int | None:
    """The firmest level below: of messages, or of calls where there were none."""
    messages = [each.level for each in asked.reminders if FREE <= each.level < level]
    calls = [each for each in asked.calls if FREE <= each < level]
    return max(messages or calls, default=None)


def reminders_of(asked: AskedSteps, level: int) -> tuple[ReminderId, ...]:
    return tuple(each.reminder_id for each in asked.reminders if each.level == level)
