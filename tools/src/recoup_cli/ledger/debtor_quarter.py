"""What one debtor does in a quarter: pays, contests, asks for a plan, gives up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from random import Random

from recoup_cli.ledger.chance import happens, working_day
from recoup_cli.ledger.debtor_behaviour import Behaviour
from recoup_cli.ledger.entries import Entry, IssueInvoice, ReceivePayment
from recoup_cli.ledger.invoice_course import tell
from recoup_cli.ledger.invoice_history import InvoiceHistory
from recoup_cli.ledger.plans import agree, covered_on, instalments_paid
from recoup_events.kernel.money import total


def live(
    behaviour: Behaviour, invoices: Sequence[IssueInvoice], quarter: Sequence[date], random: Random
) -> Iterator[Entry]:
    """The entries of one debtor, in no order; some lie after the quarter."""
    told = [tell(invoice, behaviour, random) for invoice in invoices]
    stories = [
        history.imported_on(quarter[0]) for history in told if history.untouched_on(quarter[0])
    ]
    turning_point = quarter[len(quarter) * random.randint(40, 60) // 100]
    if behaviour.gives_up:
        stories = [history.unpaid_from(turning_point) for history in stories]
    if happens(behaviour.asks_for_plan, random):
        asked = (day for day in quarter if day >= turning_point and day == working_day(day))
        stories, promised = _with_plan(stories, behaviour, asked, random)
        yield from promised
    yield from (history.invoice for history in stories)
    yield from _in_one_transfer_a_day(stories)


def _with_plan(
    stories: list[InvoiceHistory], behaviour: Behaviour, days: Iterable[date], random: Random
) -> tuple[list[InvoiceHistory], list[Entry]]:
    """The plan agreed on the first day on which the debtor asks for one."""
    for day in days:
        if covered := covered_on(day, stories):
            plan = agree(covered, day)
            kept = random.randint(0, 1) if behaviour.gives_up else len(plan.schedule)
            frozen = {history.invoice: history for history in covered}
            stories = [frozen.get(history.invoice, history) for history in stories]
            return stories, [plan, *instalments_paid(plan, kept)]
    return stories, []


def _in_one_transfer_a_day(stories: Sequence[InvoiceHistory]) -> Iterator[Entry]:
    """Every turn, where payments to a creditor that settle several invoices on one day are one."""
    transfers: dict[tuple[date, str], list[ReceivePayment]] = defaultdict(list)
    for history in stories:
        for turn in history.turns:
            if isinstance(turn, ReceivePayment) and turn is history.turns[-1] and not history.owed:
                transfers[turn.value_date, turn.creditor].append(turn)
            else:
                yield turn
    yield from map(_joined, transfers.values())


def _joined(payments: list[ReceivePayment]) -> ReceivePayment:
    first = payments[0]
    amount = total((payment.amount for payment in payments), first.amount.currency)
    invoices = tuple(invoice for payment in payments for invoice in payment.invoices)
    return first.model_copy(update={"amount": amount, "invoices": invoices})
