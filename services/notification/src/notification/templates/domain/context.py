"""What a template may speak of: the creditor, the reader, and the receivables that are still open."""

from collections.abc import Sequence
from datetime import date

from recoup_events.invoice import BankAccount, ChargeKind, CollectorRole
from recoup_events.invoice.credit_standing import CreditMeasure
from recoup_events.kernel.attachments import StoredFile
from recoup_events.kernel.event import Value
from recoup_events.kernel.money import Money
from recoup_events.kernel.postal_address import PostalAddress
from recoup_events.workflow_scheduler import Intention, Measure

MOST_ROWS = 50
"""Nobody reads more; the message says how many others there are, and what all come to."""


class CreditorContext(Value):
    """In whose name is written, and where to pay."""

    name: str
    """As its debtors know it."""
    legal_name: str
    on_behalf_of: str | None
    address: str
    """In one line."""
    postal_address: PostalAddress | None = None
    register_line: str | None
    vat_id: str | None = None
    phone: str | None
    reply_to: str | None = None
    """Where answers are read; ``None`` where nobody reads them."""
    sms_sender: str | None = None
    """A number takes answers, a name does not."""
    pay_link: str | None
    account: BankAccount | None
    """For the currency that is asked for; ``None`` where the creditor has none in it."""
    role: CollectorRole = CollectorRole.CREDITOR
    languages: tuple[str, ...] = ()
    """Those it writes, the preferred one first."""
    logo: StoredFile | None = None
    """One that mail programs show."""

    @property
    def iban(self) -> str | None:
        """In groups of four, as people compare it."""
        if self.account is None or self.account.iban is None:
            return None
        iban = self.account.iban
        return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


class ItemContext(Value):
    """One term of an invoice, and how much of it is asked for."""

    number: str
    instalment: str | None = None
    """Which of several terms it is, e.g. ``1/3``."""
    charge: ChargeKind | None = None
    """What is charged with it, if it is no invoice."""
    purchase_order: str | None = None
    payment_reference: str | None = None
    """What a payer should name in place of the number."""
    issue_date: date | None = None
    due_date: date
    template: str = ""
    """Of the step that brought it here, which may be milder than the message's."""
    amount: Money
    balance: Money
    """What is owed on it, what is left alone included: the five below and the amount together."""
    contested: Money
    credited: Money
    """A dispute was decided, and the credit is on its way."""
    planned: Money
    reserved: Money
    """It came in, and is kept for this."""
    other: Money
    """What the creditor leaves alone for reasons of its own."""


class RuleContext(Value):
    """What a customer can know in advance to change the terms it is served on."""

    measure: CreditMeasure
    amount: Money | None = None
    threshold: int | None = None


class PolicyContext(Value):
    """A credit policy, as far as a customer notices it."""

    limit: Money | None = None
    acceptance_needed: bool = False
    prepay: tuple[RuleContext, ...] = ()
    hold: tuple[RuleContext, ...] = ()


class TemplateContext(Value):
    """One message."""

    creditor: CreditorContext
    customer: str
    consumer: bool = False
    """The debtor is a natural person, or may be one: what protects consumers applies."""
    country: str
    """The reader's, which says how a language writes amounts and days."""
    subdivision: str | None = None
    recipient: str
    today: date
    """The reader's; a pause may have made the message later than its name says."""
    items: tuple[ItemContext, ...] = ()
    """Those due longest come first; a notice may have none."""
    intended: tuple[Intention, ...] = ()
    """What the workflow comes to if nothing is paid, as far as it is proven; the soonest first."""
    policy: PolicyContext = PolicyContext()
    """What a notice of a credit policy is about."""
    remedies: tuple[Measure, ...] = ()
    """What a closing notice names."""
    bare: bool = False
    """It says nothing but its words: no way to pay, no offer to talk, no question."""
    opt_out_link: str | None = None
    """Where the reader stops messages to this address."""
    portal_link: str | None = None
    """To the reader's own page, where everything is seen and settled; ``None`` where there is no portal."""
    answer_link: str | None = None
    """Where the reader says whether the message was clear and helpful; by mail where there is no portal."""
    on_paper: bool = False
    """Nobody replies to paper, and it has no links."""

    @property
    def item(self) -> ItemContext | None:
        """The only one, if there is one alone: then the words are about it."""
        return self.items[0] if len(self.items) == 1 else None

    @property
    def shown(self) -> Sequence[ItemContext]:
        return self.items[:MOST_ROWS]

    @property
    def charges(self) -> bool:
        """Whether one is a part of its invoice, or a charge; then they are not called invoices."""
        return any(item.instalment or item.charge for item in self.items)

    @property
    def oldest(self) -> date | None:
        return min((item.due_date for item in self.items), default=None)

    @property
    def late(self) -> int:
        """How many are late: of the others nobody says that a payment is missing."""
        return sum(item.due_date < self.today for item in self.items)

    @property
    def totals(self) -> Sequence[Money]:
        """What all of them come to, in each currency."""
        sums: dict[str, Money] = {}
        for item in self.items:
            before = sums.get(item.amount.currency, Money.zero(item.amount.currency))
            sums[item.amount.currency] = before + item.amount
        return [sums[currency] for currency in sorted(sums)]

    @property
    def measures(self) -> Sequence[Measure]:
        return list(dict.fromkeys(each.measure for each in self.intended))

    @property
    def decided_from(self) -> date | None:
        """The first day on which one of the measures is decided; none lies in the past."""
        days = [each.on for each in self.intended]
        return max(min(days), self.today) if days else None
