"""A customer, its terms and credit, and its documents, in sentences."""

from invoice.timeline.domain.sentences import Kind, Name, sentence
from recoup_events import invoice as events
from recoup_events.invoice import portal_link
from recoup_events.invoice.credit_standing import CreditOverride, CreditPolicyApplied


def _recorded(event: events.CustomerConditionRecorded, name: Name) -> str:
    until = f" until {event.effective_until}" if event.effective_until else ""
    condition = event.condition.replace("_", " ")
    return f"From {event.effective_from}{until} counts: {condition}, by {event.source}."


def _agreed(event: events.AgreementRecorded, name: Name) -> str:
    return f"Terms (version {event.version}) were agreed, from {event.effective_from} on."


def _issued(event: events.InvoiceIssued, name: Name) -> str:
    due = ", ".join(f"{term.due_date}" for term in event.terms)
    document = "Charge" if event.charge else "Invoice"
    words = (
        f"{document} {event.number} over {event.total} was issued on {event.issue_date}, due {due}"
    )
    earlier = dict.fromkeys(name(each.invoice_id) for each in event.continues)
    return f"{words}, and continues {', '.join(earlier)}." if earlier else f"{words}."


def _adjusted(event: events.InvoiceAdjusted, name: Name) -> str:
    more = "more" if event.amount.minor_units > 0 else "less"
    by = event.amount if event.amount.minor_units > 0 else -event.amount
    return f"Invoice {name(event.invoice_id)} asks for {by} {more}, {event.total} in all."


def _standing(event: events.CreditStandingChanged, name: Name) -> str:
    rules = "; ".join(f"{each.rule.measure.replace('_', ' ')}" for each in event.causes)
    return f"Credit is {event.after} after {event.before}" + (f", by {rules}." if rules else ".")


def _override(override: CreditOverride | None) -> str:
    return f", {override.standing} until {override.until}" if override else ""


SENTENCES = (
    sentence(events.CustomerRegistered, Kind.CUSTOMER, lambda e, n: f"{e.name} was registered."),
    sentence(
        events.CustomerDetailsChanged,
        Kind.CUSTOMER,
        lambda e, n: f"Details or contact persons of {e.name} were changed.",
    ),
    sentence(
        events.CustomerGroupChanged,
        Kind.CUSTOMER,
        lambda e, n: f"Its parent is {n(e.parent_id)}." if e.parent_id else "It has no parent now.",
    ),
    sentence(events.AgreementRecorded, Kind.AGREEMENT, _agreed),
    sentence(
        events.AgreementAccepted,
        Kind.AGREEMENT,
        lambda e, n: f"{e.accepted_by} accepted version {e.version} on {e.accepted_on}.",
    ),
    sentence(events.CustomerConditionRecorded, Kind.CONDITION, _recorded),
    sentence(
        events.CustomerConditionLifted,
        Kind.CONDITION,
        lambda e, n: f"From {e.effective_from} no longer counts: {e.condition.replace('_', ' ')}.",
    ),
    sentence(
        portal_link.PortalLinkIssued,
        Kind.LINK,
        lambda e, n: f"A link to the portal was given out, good until {e.expires_at:%Y-%m-%d}.",
    ),
    sentence(
        portal_link.PortalLinkOpened, Kind.LINK, lambda e, n: "A link to the portal was followed."
    ),
    sentence(
        portal_link.PortalLinkRevoked,
        Kind.LINK,
        lambda e, n: f"A link to the portal was revoked: {e.reason}",
    ),
    sentence(
        portal_link.PortalAccessRevoked,
        Kind.LINK,
        lambda e, n: f"All links to the portal until then were revoked: {e.reason}",
    ),
    sentence(events.InvoiceIssued, Kind.DOCUMENT, _issued),
    sentence(
        events.InvoiceAmended,
        Kind.DOCUMENT,
        lambda e, n: (
            f"Invoice {e.number} was amended: due {', '.join(f'{t.due_date}' for t in e.terms)}."
        ),
    ),
    sentence(events.InvoiceAdjusted, Kind.DOCUMENT, _adjusted),
    sentence(
        events.InvoiceCancelled,
        Kind.DOCUMENT,
        lambda e, n: f"Invoice {n(e.invoice_id)} was cancelled.",
    ),
    sentence(
        events.InvoiceContinued,
        Kind.DOCUMENT,
        lambda e, n: (
            f"{e.amount} of invoice {n(e.invoice_id)} are asked for on {n(e.continued_by)}."
        ),
    ),
    sentence(
        events.ChargeAssessed,
        Kind.DOCUMENT,
        lambda e, n: (
            f"{e.amount} are charged for invoice {n(e.invoice_id)} ({e.kind.replace('_', ' ')}, "
            f"by {e.citation})."
        ),
    ),
    sentence(
        events.CreditNoteIssued,
        Kind.DOCUMENT,
        lambda e, n: f"Credit note {e.number} over {e.amount} was issued on {e.issue_date}.",
    ),
    sentence(
        events.CreditNoteCancelled,
        Kind.DOCUMENT,
        lambda e, n: f"Credit note {n(e.credit_note_id)} was cancelled.",
    ),
    sentence(
        events.InvoiceBecameOverdue,
        Kind.AGE,
        lambda e, n: f"{e.balance} of invoice {n(e.invoice_id)}, due {e.due_date}, are overdue.",
    ),
    sentence(
        events.InvoiceAged,
        Kind.AGE,
        lambda e, n: (
            f"{e.balance} of invoice {n(e.invoice_id)} are {e.days_past_due} days past due."
        ),
    ),
    sentence(
        events.InvoicePaid,
        Kind.AGE,
        lambda e, n: f"Nothing is owed on invoice {n(e.invoice_id)} from {e.paid_on} on.",
    ),
    sentence(
        events.InvoiceReopened,
        Kind.AGE,
        lambda e, n: f"{e.balance} are owed again on invoice {n(e.invoice_id)}.",
    ),
    sentence(events.CreditStandingChanged, Kind.CREDIT, _standing),
    sentence(
        events.CreditTermsRecorded,
        Kind.CREDIT,
        lambda e, n: (
            f"Credit terms were recorded: limit {e.limit or 'none'}{_override(e.override)}."
        ),
    ),
    sentence(
        CreditPolicyApplied,
        Kind.CREDIT,
        lambda e, n: f"The customer is told of the credit policy, version {e.policy_version}.",
    ),
    sentence(
        events.CreditServingDecided,
        Kind.CREDIT,
        lambda e, n: f"It was decided to {e.decision} serving.",
    ),
    sentence(
        events.CreditDecided,
        Kind.CREDIT,
        lambda e, n: (
            f"Order {e.reference} over {e.amount} was answered: {e.answer.replace('_', ' ')}."
        ),
    ),
)
