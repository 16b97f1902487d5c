"""Money and what is done with it, in sentences."""

from invoice.timeline.domain.sentences import Kind, Name, sentence
from recoup_events import invoice as events
from recoup_events.invoice import payment_attempt
from recoup_events.invoice.discount import DiscountKind
from recoup_events.invoice.payment import PaymentDifferenceKept, PaymentDifferenceReturned
from recoup_events.invoice.posting import PostingSettled

_WHY = {
    DiscountKind.DISCOUNT: "a discount",
    DiscountKind.PAYMENT_DIFFERENCE: "a small difference",
    DiscountKind.BANK_CHARGES: "bank charges",
}


def _applied(event: events.PaymentApplied, name: Name) -> str:
    by = "" if event.payer_id == event.customer_id else f" by {name(event.payer_id)}"
    return (
        f"{event.amount} of payment {name(event.payment_id)}{by} pay invoice {name(event.invoice_id)}, "
        f"counted from {event.applied_on}; {event.balance} are left on that term."
    )


def _credited(event: events.InvoiceCredited, name: Name) -> str:
    return (
        f"{event.amount} of credit note {name(event.credit_note_id)} are applied to invoice "
        f"{name(event.invoice_id)}; {event.balance} are left on that term."
    )


def _ambiguous(event: events.PaymentAmbiguous, name: Name) -> str:
    numbers = ", ".join(each.number for each in event.numbers)
    return (
        f"Payment {name(event.payment_id)} waits: several invoices bear the number it names "
        f"({numbers})."
    )


def _chased(event: events.InvoiceChaseChanged, name: Name) -> str:
    chase = {"now": "at once", "on_release": "once released", "never": "never"}
    when = f"from {event.chase_from}" if event.chase_from else chase[event.chase]
    return f"Invoice {name(event.invoice_id)} is chased {when}."


SENTENCES = (
    sentence(
        payment_attempt.PaymentAttemptStarted,
        Kind.PAYMENT,
        lambda e, n: f"Somebody went to pay {e.amount} online, by {e.method.replace('_', ' ')}.",
    ),
    sentence(
        payment_attempt.PaymentAttemptPending,
        Kind.PAYMENT,
        lambda e, n: f"An online payment is on its way, expected by {e.expected_on}.",
    ),
    sentence(
        payment_attempt.PaymentAttemptSucceeded,
        Kind.PAYMENT,
        lambda e, n: f"{e.amount} was paid online.",
    ),
    sentence(
        payment_attempt.PaymentAttemptFailed,
        Kind.PAYMENT,
        lambda e, n: f"An online payment failed: {e.reason}.",
    ),
    sentence(
        payment_attempt.PaymentAttemptReturned,
        Kind.PAYMENT,
        lambda e, n: f"An online payment was taken back: {e.reason}.",
    ),
    sentence(
        events.PaymentReceived,
        Kind.PAYMENT,
        lambda e, n: f"Payment {e.external_id} of {e.amount} came in, value date {e.value_date}.",
    ),
    sentence(
        events.PaymentRefunded,
        Kind.PAYMENT,
        lambda e, n: f"{e.amount} of payment {n(e.payment_id)} were refunded on {e.refunded_on}.",
    ),
    sentence(
        PaymentDifferenceKept,
        Kind.PAYMENT,
        lambda e, n: f"{e.amount} of payment {n(e.payment_id)} were kept as a small difference.",
    ),
    sentence(
        PaymentDifferenceReturned,
        Kind.PAYMENT,
        lambda e, n: f"{e.amount} kept of payment {n(e.payment_id)} are on account again.",
    ),
    sentence(
        events.PaymentReversed,
        Kind.PAYMENT,
        lambda e, n: (
            f"The bank took payment {n(e.payment_id)} of {e.amount} back on {e.reversed_on}."
        ),
    ),
    sentence(events.PaymentApplied, Kind.ALLOCATION, _applied),
    sentence(
        events.PaymentUnapplied,
        Kind.ALLOCATION,
        lambda e, n: (
            f"{e.amount} of payment {n(e.payment_id)} were taken off invoice {n(e.invoice_id)}."
        ),
    ),
    sentence(events.InvoiceCredited, Kind.ALLOCATION, _credited),
    sentence(
        events.CreditUnapplied,
        Kind.ALLOCATION,
        lambda e, n: (
            f"{e.amount} of credit note {n(e.credit_note_id)} were taken off invoice {n(e.invoice_id)}."
        ),
    ),
    sentence(events.PaymentAmbiguous, Kind.ALLOCATION, _ambiguous),
    sentence(
        events.PaymentReserved,
        Kind.HOLD,
        lambda e, n: f"{e.reserved} of payment {n(e.payment_id)} are reserved.",
    ),
    sentence(
        events.PaymentReleased,
        Kind.HOLD,
        lambda e, n: f"Of payment {n(e.payment_id)} {e.reserved} are still reserved.",
    ),
    sentence(events.InvoiceChaseChanged, Kind.HOLD, _chased),
    sentence(
        events.InvoiceDiscountTaken,
        Kind.DISCOUNT,
        lambda e, n: f"{e.amount} were given off on invoice {n(e.invoice_id)}: {_WHY[e.kind]}.",
    ),
    sentence(
        events.InvoiceDiscountReversed,
        Kind.DISCOUNT,
        lambda e, n: (
            f"{e.amount} given off on invoice {n(e.invoice_id)} were taken back: {_WHY[e.kind]}."
        ),
    ),
    sentence(
        events.InvoiceWrittenOff,
        Kind.WRITE_OFF,
        lambda e, n: f"{e.amount} of invoice {n(e.invoice_id)} were written off.",
    ),
    sentence(
        events.InvoiceWriteOffReversed,
        Kind.WRITE_OFF,
        lambda e, n: f"{e.amount} written off on invoice {n(e.invoice_id)} are owed again.",
    ),
    sentence(
        events.PostingCreated,
        Kind.POSTING,
        lambda e, n: (
            f"A posting ({e.kind.replace('_', ' ')}) of {e.amount} waits for the ERP, dated "
            f"{e.posting_date}."
        ),
    ),
    sentence(
        events.PostingExported,
        Kind.POSTING,
        lambda e, n: f"The ERP took a posting with batch {e.export}.",
    ),
    sentence(
        events.PostingPosted, Kind.POSTING, lambda e, n: f"The ERP posted it as {e.document}."
    ),
    sentence(events.PostingRefused, Kind.POSTING, lambda e, n: "The ERP could not post it."),
    sentence(
        PostingSettled,
        Kind.POSTING,
        lambda e, n: (
            f"{e.settled_by} settled what the ERP could not post ({e.way.replace('_', ' ')})."
        ),
    ),
)
