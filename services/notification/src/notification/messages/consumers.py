"""A reminder asks for messages; what it waited for, once received, lets them go on."""

from collections.abc import Sequence

from notification.debtors.domain.debtor import DEBTOR
from notification.messages.domain import commands
from notification.messages.domain.announced_terms import ANNOUNCED_TERMS
from notification.messages.domain.credit_notice import CreditNotice, overdue_of, terms_of
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.receivable import RECEIVABLE
from notification.messages.domain.reminder import (
    REMINDER,
    UNADDRESSED,
    About,
    AddressReminder,
    ReceiveNotice,
    ReceiveReminder,
    stream_of,
)
from recoup_events.invoice import CreditStandingChanged, CustomerRegistered, InvoiceIssued
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import MessageId, PersonId, ReminderId, derived
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.owed import receivables_of


def reminder_of(received: Envelope[ReminderRequested]) -> Sequence[Stream]:
    """The stream the reaction will load."""
    return [stream_of(received.account, received.event.reminder_id)]


async def ask_for_messages(
    work: UnitOfWork, received: Envelope[ReminderRequested], cause: Cause
) -> None:
    """To everybody in a role that is wanted, as soon as it is known who that is."""
    reminder_id = received.event.reminder_id
    receive = ReceiveReminder(request=received.event)
    await work.execute(REMINDER, stream_of(received.account, reminder_id), receive, cause)
    await _address(work, received.account, reminder_id, cause)


async def ask_for_those_that_waited(
    work: UnitOfWork, received: Envelope[CustomerRegistered], cause: Cause
) -> None:
    """Reminders may arrive before their customer: it comes on another topic."""
    account = received.account
    waiting = await work.document(UNADDRESSED, account, received.event.customer_id)
    for reminder_id in waiting.reminders:
        await _address(work, account, reminder_id, cause)


async def tell_of_credit(
    work: UnitOfWork, received: Envelope[CreditStandingChanged], cause: Cause
) -> None:
    """In writing, when the terms are others; whoever was told of a restriction is told of its end."""
    change, account = received.event, received.account
    known = await work.document(ANNOUNCED_TERMS, account, change.credit_id)
    wanted = change.notify_customer or known.restricted
    if not wanted or known.now is terms_of(change.before):
        return
    notice = CreditNotice(
        reminder_id=ReminderId(derived("rem", change.credit_id, received.id)),
        customer_id=change.customer_id,
        creditor_id=change.creditor_id,
        credit_id=change.credit_id,
        terms=known.now,
        overdue=overdue_of(change),
    )
    stream = stream_of(account, notice.reminder_id)
    await work.execute(REMINDER, stream, ReceiveNotice(notice=notice), cause)
    await _address(work, account, notice.reminder_id, cause)


async def _address(
    work: UnitOfWork, account: Account, reminder_id: ReminderId, cause: Cause
) -> None:
    stream = stream_of(account, reminder_id)
    about = (await work.state(REMINDER, stream)).asks(cause.at)
    profile = (await work.document(DEBTOR, account, about.customer_id)).profile
    if profile is None:
        return
    persons = tuple(profile.wanted(about.recipients, about.channel))
    if await work.execute(REMINDER, stream, AddressReminder(persons=persons), cause):
        for person_id in persons or (None,):
            ask = commands.AskMessage(
                **about.model_dump(exclude={"recipients"}),
                message_id=message_id_of(about, person_id),
                person_id=person_id,
            )
            message = MESSAGE.stream(account.tenant, account.key, ask.message_id)
            await work.execute(MESSAGE, message, ask, cause)


def message_id_of(about: About, person_id: PersonId | None) -> MessageId:
    """One reminder is one message to a person by a channel, whatever the address."""
    return MessageId(derived("msg", about.reminder_id, about.channel, person_id or "nobody"))


async def release_held_messages(
    work: UnitOfWork, received: Envelope[InvoiceIssued], cause: Cause
) -> None:
    for id in receivables_of(received.event):
        receivable = await work.document(RECEIVABLE, received.account, id)
        for message_id in receivable.held:
            stream = MESSAGE.stream(received.tenant, received.account.key, message_id)
            release = commands.ReleaseMessage(receivable_id=id, at=cause.at)
            await work.execute(MESSAGE, stream, release, cause)
