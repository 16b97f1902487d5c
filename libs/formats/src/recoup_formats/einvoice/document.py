"""What an e-invoice says, in the words of EN 16931; the comments name its business terms."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from recoup_events.kernel.event import Value
from recoup_events.kernel.money import Money

CREDIT_TYPES = frozenset(
    ("81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532")
)
"""Document types of UNTDID 1001 that EN 16931 has as credit notes."""
INVOICE_TYPES = frozenset(
    (
        *("71", "80", "82", "84", "102", "218", "219", "326", "331", "380", "382", "383", "384"),
        *("385", "386", "387", "388", "389", "390", "393", "394", "395", "456", "457", "527"),
        *("553", "575", "623", "633", "751", "780", "817", "870", "875", "876", "877", "935"),
    )
)


class Syntax(StrEnum):
    UBL = "ubl"
    CII = "cii"


class Identifier(Value):
    value: str
    scheme: str | None = None
    """ISO 6523 ICD or an EAS code, such as 0088 for a GLN."""

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}" if self.scheme else self.value


class Address(Value):
    """BG-5, BG-8; its country stands with the party."""

    lines: tuple[str, ...] = ()
    postal_code: str | None = None
    city: str | None = None
    subdivision: str | None = None


class Party(Value):
    name: str  # BT-27, BT-44
    ids: tuple[Identifier, ...] = ()  # BT-29, BT-46
    registration: Identifier | None = None  # BT-30, BT-47
    vat_id: str | None = None  # BT-31, BT-48
    tax_id: str | None = None  # BT-32
    electronic_address: Identifier | None = None  # BT-34, BT-49
    address: Address | None = None
    country: str | None = None  # BT-40, BT-55

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it can be found by, what names it best first."""
        more = (self.registration, self.electronic_address)
        ids = (*self.ids, *(each for each in more if each is not None))
        written = [text for each in ids for text in (each.value, str(each))]
        return tuple(dict.fromkeys(filter(None, (*written, self.vat_id, self.tax_id))))


class Payment(Value):
    means: str | None = None  # BT-81
    remittance: str | None = None  # BT-83
    accounts: tuple[str, ...] = ()  # BT-84
    mandate: str | None = None  # BT-89


class Due(Value):
    """A part and its last day; ``None`` is all of it."""

    due_date: date
    amount: Money | None = None


class Discount(Value):
    """Given off for money that comes in time, where the document says it in figures."""

    percent: Decimal | None = None
    amount: Money | None = None
    until: date


class Preceding(Value):
    number: str  # BT-25
    issue_date: date | None = None  # BT-26


class AllowanceOrCharge(Value):
    charge: bool
    amount: Money  # BT-92, BT-99
    reason: str | None = None  # BT-97, BT-104
    category: str | None = None  # BT-95, BT-102
    rate: Decimal | None = None  # BT-96, BT-103


class Line(Value):
    id: str  # BT-126
    name: str  # BT-153
    quantity: Decimal | None = None  # BT-129
    unit: str | None = None  # BT-130
    net: Money  # BT-131
    category: str | None = None  # BT-151
    rate: Decimal | None = None  # BT-152


class Vat(Value):
    """One row of the VAT breakdown, BG-23."""

    category: str | None  # BT-118
    rate: Decimal | None  # BT-119
    net: Money  # BT-116
    tax: Money  # BT-117
    exemption_reason: str | None = None  # BT-120


class Totals(Value):
    lines: Money  # BT-106
    allowances: Money  # BT-107
    charges: Money  # BT-108
    net: Money  # BT-109
    tax: Money  # BT-110
    gross: Money  # BT-112
    prepaid: Money  # BT-113
    rounding: Money  # BT-114
    payable: Money  # BT-115


class EInvoice(Value):
    """A document whose arithmetic holds."""

    syntax: Syntax
    type_code: str  # BT-3
    number: str  # BT-1
    issue_date: date  # BT-2
    currency: str  # BT-5
    buyer_reference: str | None = None  # BT-10
    purchase_order: str | None = None  # BT-13
    contract: str | None = None  # BT-12
    notes: tuple[str, ...] = ()  # BT-22
    terms: str | None = None  # BT-20
    due: tuple[Due, ...] = ()  # BT-9
    discounts: tuple[Discount, ...] = ()
    preceding: tuple[Preceding, ...] = ()  # BG-3
    seller: Party  # BG-4
    buyer: Party  # BG-7
    payee: Party | None = None  # BG-10
    payment: Payment = Payment()
    lines: tuple[Line, ...]
    allowances_and_charges: tuple[AllowanceOrCharge, ...] = ()
    vat: tuple[Vat, ...] = ()
    totals: Totals

    @property
    def is_credit(self) -> bool:
        """Whether the buyer need not pay it but gets it; a negative invoice is a credit, too."""
        return (self.type_code in CREDIT_TYPES) != (self.totals.payable.minor_units < 0)
