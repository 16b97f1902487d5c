"""A person decides on a closing notice: one message, of which there is no other in the case."""

from collections.abc import Sequence
from typing import NamedTuple

from notification.calls.handlers import known_person, receivables_of
from notification.closing_notices.domain.errors import ClosingNoticeRepeated, NotCeased
from notification.creditors.handlers import known_creditor
from notification.debtors.domain.debtor import DEBTOR, Debtor
from notification.messages.domain import commands
from notification.messages.domain.closing_notice import ClosingNotice
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.message_state import MessageState
from notification.messages.domain.reminder import (
    REMINDER,
    AddressReminder,
    DecideClosing,
    stream_of,
)
from recoup_compliance.attempt import Notice
from recoup_events.invoice import Condition
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.ids import (
    ConditionId,
    CreditorId,
    CustomerId,
    InvoiceId,
    MessageId,
    PersonId,
    ReminderId,
    derived,
)
from recoup_events.workflow_scheduler import LastResort
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date

NOT_GIVEN = (MessageState.REFUSED, MessageState.FAILED, MessageState.UNDELIVERED)
"""Nobody was told: it may be tried again, as by letter after a mail."""


class Decided(NamedTuple):
    """The notice as the request names it, and where each part of it stands there."""

    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId
    invoices: Sequence[InvoiceId]
    channel: Channel
    notice: Notice
    remedies: tuple[LastResort, ...]
    ordinarily: str | None
    customer_at: str
    person_at: str


async def decide_on(work: UnitOfWork, account: Account, decided: Decided, cause: Cause) -> Stream:
    """The stream of the message that is asked for."""
    debtor = await work.document(DEBTOR, account, decided.customer_id)
    known_person(debtor, decided)
    await known_creditor(work, account.tenant, decided.creditor_id)
    named = await receivables_of(work, account, decided)
    case = _case(debtor, decided, cause)
    reminder_id, message = await _next(work, account, decided, case)
    closing = ClosingNotice(
        reminder_id=reminder_id,
        condition_id=case,
        customer_id=decided.customer_id,
        creditor_id=decided.creditor_id,
        person_id=decided.person_id,
        channel=decided.channel,
        notice=decided.notice,
        remedies=decided.remedies,
        ordinarily=decided.ordinarily,
        receivables=tuple(each.receivable_id for terms in named.values() for each in terms),
    )
    reminder = stream_of(account, reminder_id)
    await work.execute(REMINDER, reminder, DecideClosing(closing=closing), cause)
    await work.execute(REMINDER, reminder, AddressReminder(persons=(decided.person_id,)), cause)
    about = (await work.state(REMINDER, reminder)).asks(cause.at)
    ask = commands.AskMessage(
        **about.model_dump(exclude={"recipients"}),
        message_id=MessageId(message.id),
        person_id=decided.person_id,
    )
    await work.execute(MESSAGE, message, ask, cause)
    return message


def _case(debtor: Debtor, decided: Decided, cause: Cause) -> ConditionId:
    """The request to cease that stands; of several, the first."""
    assert debtor.profile is not None, "a known person is one of a customer's"
    today = local_date(cause.at, debtor.profile.time_zone)
    standing = debtor.conditions.in_force(today, decided.creditor_id)
    ceased = [each for each in standing if each.condition is Condition.CEASE_REQUEST]
    if not ceased:
        raise NotCeased(
            "No request to cease contact stands for this customer; record it as a condition of "
            "the customer, or write as usual.",
            pointer=decided.customer_at,
        )
    return min(ceased, key=lambda each: each.effective_from).condition_id


async def _next(
    work: UnitOfWork, account: Account, decided: Decided, case: ConditionId
) -> tuple[ReminderId, Stream]:
    """The first of the case that was not tried; what may have been read is not said again."""
    tried = 0
    while True:
        about = case, decided.creditor_id, decided.notice, tried
        reminder_id = ReminderId(derived("rem", "closing", *about))
        id = MessageId(derived("msg", reminder_id))
        message = MESSAGE.stream(account.tenant, account.key, id)
        state = (await work.state(MESSAGE, message)).state
        if state is MessageState.UNASKED:
            return reminder_id, message
        if state not in NOT_GIVEN:
            raise ClosingNoticeRepeated.of(decided.notice, id)
        tried += 1
