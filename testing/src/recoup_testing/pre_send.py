"""A message about to be sent at noon in Berlin, and all that is known just then."""

from datetime import UTC, date, datetime
from typing import Any

from notification.consents.domain.wishes import Wishes
from notification.contact_ledger.domain.attempts import Attempts
from notification.creditors.domain.creditor import Creditor
from notification.debtors.domain.debtor import Debtor, Profile
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.pre_send_check import Known, pre_send_check
from notification.messages.domain.receivable import Receivable, Terms
from notification.messages.domain.verdict import Refusal
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import (
    CustomerId,
    InvoiceId,
    MessageId,
    PersonId,
    ReminderId,
    debt_id_of,
    receivable_id_of,
)
from recoup_receivables.cover import Cover
from recoup_testing.creditors import CREDITOR, CREDITOR_REGISTERED
from recoup_testing.money import euros
from recoup_testing.persons import person
from recoup_testing.reminders import item, reminder

NOON = datetime(2026, 1, 5, 11, 0, tzinfo=UTC)  # in Berlin
NIGHT = datetime(2026, 1, 5, 22, 0, tzinfo=UTC)
MORNING = datetime(2026, 1, 6, 7, 0, tzinfo=UTC)
INVOICE, OTHER = InvoiceId("inv_1"), InvoiceId("inv_2")
TERM, ANOTHER = receivable_id_of(INVOICE, 0), receivable_id_of(OTHER, 0)
ASKED = MessageAsked(
    message_id=MessageId("msg_1"),
    reminder_id=ReminderId("rem_1"),
    customer_id=CustomerId("cus_1"),
    creditor_id=CREDITOR,
    person_id=PersonId("per_ada"),
    channel=Channel.EMAIL,
    template="friendly_reminder",
    send_at=NOON,
)
DEBT = debt_id_of(ASKED.customer_id, CREDITOR)
ADA = person("Ada Byron", email="ada@example.com")
PROFILE = Profile(
    name="Byron Looms GmbH",
    kind=CustomerKind.ENTITY,
    country="DE",
    time_zone="Europe/Berlin",
    language="de",
    persons=(ADA,),
)


def receivable(balance: int = 100, aside: int = 0, invoice_id: InvoiceId = INVOICE) -> Receivable:
    number = "R-1" if invoice_id == INVOICE else "R-2"
    terms = Terms(
        issue_date=date(2026, 1, 31),
        creditor_id=CREDITOR,
        number=number,
        purchase_order=None,
        due_date=date(2026, 1, 1),
    )
    contested = Cover(by="dispute", amount=euros(aside))
    return Receivable(
        receivable_id=receivable_id_of(invoice_id, 0),
        terms=terms,
        balance=euros(balance),
        covers={"dsp_1": contested} if aside else {},
    )


BOLTS = Creditor(
    details=CREDITOR_REGISTERED.details, bank_accounts=CREDITOR_REGISTERED.bank_accounts
)


def known(*, balance: int = 100, aside: int = 0, **more: Any) -> Known:
    return Known.model_validate(
        {
            "reminder": reminder(),
            "debtor": Debtor(profile=PROFILE),
            "receivables": {TERM: receivable(balance, aside)},
            "wishes": Wishes(),
            "attempts": Attempts(),
            "creditor": BOLTS,
            "address_hash": "a1",
            **more,
        }
    )


def two(first: Receivable, second: Receivable, **more: Any) -> Known:
    both = {TERM: first, ANOTHER: second}
    return known(reminder=reminder(item(), item(OTHER)), receivables=both, **more)


def refusal(what: Known, *, asked: MessageAsked = ASKED, at: datetime = NOON) -> Refusal:
    verdict = pre_send_check(asked, None, what, at)
    assert isinstance(verdict, Refusal)
    return verdict
