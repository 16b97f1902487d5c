"""A reminder asks for messages; what it waited for, once received, lets them go on."""

from collections.abc import Sequence

from notification.debtors.domain.debtor import DEBTOR
from notification.messages.domain import commands
from notification.messages.domain.announced_terms import ANNOUNCED_TERMS
from notification.messages.domain.credit_notice import CreditNotice, overdue_of, terms_of
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.message_state import MessageState
from notification.messages.domain.pre_send_check import nothing_is_asked_for
from notification.messages.domain.receivable import RECEIVABLE, chase_of
from notification.messages.domain.reminder import (
    REMINDER,
    UNADDRESSED,
    About,
    AddressReminder,
    ReceiveNotice,
    ReceiveReminder,
    stream_of,
)
from notification.messages.domain.waiting import WAITING_MESSAGES
from recoup_events.invoice import CreditStandingChanged, CustomerRegistered, InvoiceIssued
from recoup_events.invoice.credit_standing import CreditPolicyApplied
from recoup_events.invoice.document_set import DocumentSetMade
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import MessageId, PersonId, ReminderId, derived
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.ports import DocumentKey
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


async def tell_of_policy(
    work: UnitOfWork, received: Envelope[CreditPolicyApplied], cause: Cause
) -> None:
    """In writing, each version once, whatever the customer's terms are by it."""
    policy, account = received.event, received.account
    about = ("policy", policy.credit_id, policy.policy_version)
    notice = CreditNotice(
        reminder_id=ReminderId(derived("rem", *about)),
        customer_id=policy.customer_id,
        creditor_id=policy.creditor_id,
        credit_id=policy.credit_id,
        terms=(await work.document(ANNOUNCED_TERMS, account, policy.credit_id)).now,
        overdue=(),
        policy=policy,
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


async def stop_what_waits(work: UnitOfWork, received: Envelope[Event], cause: Cause) -> None:
    """A message with nothing left to ask for is looked at now, and so refused before its moment."""
    account = received.account
    waiting = await work.listed(WAITING_MESSAGES, account)
    changed = set(chase_of(received.event)) if waiting else set()
    for message_id, each in waiting.items():
        stream = stream_of(account, each.reminder_id or ReminderId(""))
        request = (await work.state(REMINDER, stream)).request
        items = () if request is None else request.items
        ids = [item.receivable_id for item in items]
        if changed.isdisjoint(ids):
            continue
        await work.preload(documents=[DocumentKey(account, RECEIVABLE.name, id) for id in ids])
        known = {id: await work.document(RECEIVABLE, account, id) for id in ids}
        message = MESSAGE.stream(account.tenant, account.key, message_id)
        waits = (await work.state(MESSAGE, message)).state is MessageState.WAITING
        if waits and nothing_is_asked_for(items, known):
            await work.execute(MESSAGE, message, commands.ReviewMessage(at=cause.at), cause)


def message_of(received: Envelope[DocumentSetMade]) -> Sequence[Stream]:
    """The stream the reaction will load."""
    return [MESSAGE.stream(received.tenant, received.account.key, received.event.message_id)]


async def take_documents(
    work: UnitOfWork, received: Envelope[DocumentSetMade], cause: Cause
) -> None:
    """What goes along with a message was made, or is said to be lacking."""
    (stream,) = message_of(received)
    command = commands.ReceiveDocuments(made=received.event, at=cause.at)
    await work.execute(MESSAGE, stream, command, cause)
