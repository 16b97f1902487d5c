"""What may happen to a customer who is contacted, in requests and events."""

from random import Random

from httpx import AsyncClient

from recoup_compliance.attempt import Notice
from recoup_events.dispute import DisputeOpened, Reason
from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import DisputeId, EnrolmentId
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler import LastResort, LastResortChosen
from recoup_testing.contact_log import Closing, ContactLog


async def decide_on_notice(
    random: Random, ops: AsyncClient, log: ContactLog, invoice: InvoiceIssued
) -> None:
    """To who wants no more contact: one of the three; in no case, or twice in one, it is refused."""
    notice = random.choice([*Notice])
    body = {
        "customer_id": invoice.customer_id,
        "person_id": log.person.id,
        "invoices": [{"invoice_id": invoice.invoice_id}],
        "notice": notice,
        "channel": random.choice([Channel.EMAIL, Channel.LETTER]),
        "remedies": [] if notice is Notice.EFFORTS_END else ["court"],
    }
    if notice is Notice.REMEDY_MAY_BE_USED:
        body["ordinarily"] = "As last year."
    answer = await ops.post("/v1/closing-notices", json=body)
    if answer.status_code == 409:
        return
    assert answer.is_success, answer.text
    log.closing[answer.json()["message_id"]] = Closing(notice, invoice.invoice_id)


def to_court(invoice: InvoiceIssued) -> LastResortChosen:
    """Two people have decided to sue."""
    return LastResortChosen(
        last_resort_id=f"lrs_{invoice.invoice_id}",
        customer_id=invoice.customer_id,
        creditor_id=invoice.creditor_id,
        enrolment_id=EnrolmentId("enr_1"),
        invoice_id=invoice.invoice_id,
        receivable_id=invoice.terms[0].receivable_id,
        choice=LastResort.COURT,
        amount=invoice.total,
        reason="Nothing else helped.",
        proposed_by="eve",
        approved_by="ada",
    )


def disputed(invoice: InvoiceIssued, id: str, minor_units: int) -> DisputeOpened:
    """A part of it is contested."""
    contested = Slice(
        invoice_id=invoice.invoice_id,
        receivable_id=invoice.terms[0].receivable_id,
        amount=Money(minor_units=minor_units, currency="EUR"),
    )
    return DisputeOpened(
        dispute_id=DisputeId(id),
        customer_id=invoice.customer_id,
        creditor_id=invoice.creditor_id,
        slices=(contested,),
        reason=Reason.QUALITY,
        statement="Half of it is broken.",
    )
