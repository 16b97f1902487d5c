"""Creditors: in whose name money is asked for."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.invoice.charge import ChargeKind
from recoup_events.kernel.attachments import StoredFile
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId
from recoup_events.kernel.metadata import Described, MetadataChanged
from recoup_events.kernel.money import Money
from recoup_events.kernel.percent import Percent
from recoup_events.kernel.postal_address import PostalAddress


class CollectorRole(StrEnum):
    """In which capacity a creditor collects; some laws bind only those who collect for others."""

    CREDITOR = "creditor"
    AGENCY = "agency"
    DEBT_BUYER = "debt_buyer"


class BankAccount(Value):
    """Where debtors pay to: by IBAN, or by account and routing number."""

    currency: str
    holder: str
    iban: str | None = None
    """Without spaces, its checksum right."""
    bic: str | None = None
    account_number: str | None = None
    routing_number: str | None = None
    bank: str | None = None


class SenderIdentity(Value):
    """From whom messages come and where answers go; what is absent is the deployment's."""

    name: str
    """As a mail program shows it."""
    email: str | None = None
    reply_to: str | None = None
    sms: str | None = None
    """A number in E.164, or a name the provider knows."""
    phone: str | None = None
    """Printed in messages, for those who would rather call."""


class CreditorDetails(Value):
    """What is known of a creditor, but its bank accounts."""

    legal_name: str
    trading_name: str | None = None
    register_line: str | None = None
    """Register, number and managing directors, as the law wants them on letters."""
    vat_id: str | None = None
    """Its country's code first, e.g. ``DE136695976``."""
    address: PostalAddress
    currency: str
    """Its own; documents may be in any other."""
    languages: tuple[str, ...]
    """BCP 47, the preferred one first."""
    time_zone: str
    sender: SenderIdentity
    pay_link: str | None = None
    """Where debtors can pay; the document is appended."""
    role: CollectorRole = CollectorRole.CREDITOR
    on_behalf_of: str | None = None
    """Whose debts it collects, when not its own."""


class CreditorRegistered(Described, InvoiceEvent, type="creditor.registered.v1"):
    """A legal entity or brand of the tenant; the code ``default`` is its first."""

    creditor_id: CreditorId
    code: str
    details: CreditorDetails
    bank_accounts: tuple[BankAccount, ...]


class CreditorDetailsChanged(InvoiceEvent, type="creditor.details_changed.v1"):
    creditor_id: CreditorId
    details: CreditorDetails


class BankAccountsChanged(InvoiceEvent, type="creditor.bank_accounts_changed.v1"):
    """A second person agreed; from now on messages name these."""

    creditor_id: CreditorId
    bank_accounts: tuple[BankAccount, ...]
    confirmed_by: str


class SourceOfCash(StrEnum):
    """Where a creditor's payments come from; a payment that both send would count twice."""

    ERP = "erp"
    BANK = "bank"


class Tolerance(Value):
    """By how much a discount may be missed and is given all the same."""

    days: int = Field(default=0, ge=0, le=31)
    """After its last day."""
    amount: Money | None = None
    """Too little money."""


class OnAccount(StrEnum):
    """What becomes of money on account when an invoice is issued."""

    APPLY = "apply"
    HOLD = "hold"
    """It is reserved: nobody is asked for that, and a person allocates it."""


class OrderOfPayment(StrEnum):
    """What money pays first that names nothing; within each, what is longest due."""

    PRINCIPAL_FIRST = "principal_first"
    COSTS_FIRST = "costs_first"
    """Costs, interest, then principal: BGB 367(1)."""


class OncePaid(StrEnum):
    """What becomes of the charges on an invoice that is paid."""

    CHASE = "chase"
    KEEP = "keep"
    """They are owed, and nobody is asked for them any more."""
    WAIVE = "waive"


class PaymentReferences(StrEnum):
    """What payers are asked to name, on invoices that were given no reference."""

    NONE = "none"
    RF = "rf"
    """An ISO 11649 reference, made of Recoup's id of the invoice."""


class PaymentTolerance(Value):
    """By how much a payment may miss what is owed and settles it all the same."""

    amount: Money | None = None
    """In this currency alone."""
    percent: Percent | None = None
    """Of what is asked for; with an amount, the smaller of both counts."""
    bank_charges: bool = False
    """What the bank took off the payment on its way is the creditor's to bear."""


class ChargingRule(Value):
    """What is charged without being asked for."""

    kind: ChargeKind
    law: str | None = None
    """For the debtors of whom this law speaks; ``None``: as agreed, where that was agreed."""
    minimum: Money | None = None
    """Interest below it is left until more has run up."""


class Books(Value):
    """How a creditor's books are kept."""

    books_closed_until: date | None = None
    """Nothing is posted on this day or an earlier one."""
    write_off_limit: Money | None = None
    """What one person may write off of an invoice; above it, another has to approve."""
    source_of_cash: SourceOfCash = SourceOfCash.ERP
    discount_tolerance: Tolerance = Tolerance()
    on_account: OnAccount = OnAccount.APPLY
    charges_once_paid: OncePaid = OncePaid.KEEP
    order_of_payment: OrderOfPayment = OrderOfPayment.PRINCIPAL_FIRST
    payment_tolerance: PaymentTolerance = PaymentTolerance()
    payment_references: PaymentReferences = PaymentReferences.NONE
    match_threshold: int | None = Field(default=90, ge=1, le=100)
    """Receipts that are matched at least so surely, in per cent, are booked at once; ``None``: none are."""
    charging: tuple[ChargingRule, ...] = ()
    """For invoices that become overdue while it holds."""


class CreditorBooksChanged(InvoiceEvent, type="creditor.books_changed.v1"):
    creditor_id: CreditorId
    books: Books


class CreditorMetadataChanged(MetadataChanged, InvoiceEvent, type="creditor.metadata_changed.v1"):
    """Its metadata are these now."""

    creditor_id: CreditorId


class LetterheadText(Value):
    """The lines of one language; what is absent is made of the creditor's details."""

    language: str
    """BCP 47."""
    sender: tuple[str, ...] = ()
    """Above the address, its name first."""
    footer: tuple[str, ...] = ()


class LetterheadChanged(InvoiceEvent, type="creditor.letterhead_changed.v1"):
    """It is this now, all of it."""

    creditor_id: CreditorId
    logo: StoredFile | None
    texts: tuple[LetterheadText, ...]
