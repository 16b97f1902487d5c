"""A reminder as the workflow-scheduler requests it, with as little said as a test needs."""

from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.ids import (
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReminderId,
    RoundId,
    receivable_id_of,
)
from recoup_events.workflow_scheduler import Item, ReminderRequested
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import euros

INVOICE = InvoiceId("inv_1")


def item(invoice_id: InvoiceId = INVOICE, amount: int = 100) -> Item:
    return Item(
        invoice_id=invoice_id,
        receivable_id=receivable_id_of(invoice_id, 0),
        enrolment_id=EnrolmentId("enr_1"),
        step="friendly",
        occurrence=1,
        template="friendly_reminder",
        level=1,
        amount=euros(amount),
    )


def about_invoice(item: Item, invoice_id: InvoiceId) -> Item:
    """The same of another invoice, which is due on one day."""
    receivable_id = receivable_id_of(invoice_id, 0)
    return item.model_copy(update={"invoice_id": invoice_id, "receivable_id": receivable_id})


def reminder(*items: Item) -> ReminderRequested:
    """Of one invoice, if nothing else is said, to the customer's billing persons by mail."""
    return ReminderRequested(
        reminder_id=ReminderId("rem_1"),
        round_id=RoundId("rnd_1"),
        customer_id=CustomerId("cus_1"),
        creditor_id=CREDITOR,
        channel=Channel.EMAIL,
        template="friendly_reminder",
        level=1,
        recipients=(ContactRole.BILLING,),
        items=items or (item(),),
    )
