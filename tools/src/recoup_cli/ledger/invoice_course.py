"""Draws the story of one invoice from its debtor's habit: paid at once, in parts, or contested."""

from datetime import date, timedelta
from random import Random

from recoup_cli.ledger.chance import friday, happens, soon, working_day
from recoup_cli.ledger.debtor_behaviour import Behaviour
from recoup_cli.ledger.disputes import contest
from recoup_cli.ledger.entries import DisputeOutcome, IssueInvoice
from recoup_cli.ledger.invoice_history import InvoiceHistory
from recoup_events.kernel.money import split

_LONGEST_DELAY = 60
_FORGETS_THE_CREDIT = 20
"""Of a hundred debtors granted part of their dispute, so many transfer the whole sum anyway."""


def tell(invoice: IssueInvoice, behaviour: Behaviour, random: Random) -> InvoiceHistory:
    """Everything that happens to ``invoice``, however long after the quarter."""
    history = InvoiceHistory(invoice)
    day = _paying_day(invoice, behaviour, random)
    if happens(behaviour.disputed, random):
        return _contested(history, behaviour, day, random)
    if happens(behaviour.in_parts, random):
        part = random.randint(30, 70)
        first, rest = split(invoice.total, (part, 100 - part))
        return history.pay(first, day).pay(rest, _settling(soon(day, 7, 21, random), behaviour))
    return history.pay(invoice.total, day)


def _paying_day(invoice: IssueInvoice, behaviour: Behaviour, random: Random) -> date:
    if happens(behaviour.late, random):
        delay = 1 + int(random.expovariate(1 / behaviour.mean_days_late))
        return _settling(invoice.due_date + timedelta(min(delay, _LONGEST_DELAY)), behaviour)
    return _settling(invoice.due_date - timedelta(random.randint(0, 6)), behaviour, step=-1)


def _settling(day: date, behaviour: Behaviour, step: int = 1) -> date:
    return friday(day, step) if behaviour.pays_on_fridays else working_day(day, step)


def _contested(
    history: InvoiceHistory, behaviour: Behaviour, day: date, random: Random
) -> InvoiceHistory:
    opened, resolved = contest(history.invoice, behaviour.reasons, random)
    history = history.then(opened)
    undisputed = history.invoice.total - opened.amount
    if undisputed and opened.at.date() < day < resolved.at.date():
        history = history.pay(undisputed, day)
    history = history.then(resolved)
    answer = max(day, soon(resolved.at.date(), 1, 10, random))
    forgets = resolved.outcome is DisputeOutcome.PARTLY_UPHELD and happens(
        _FORGETS_THE_CREDIT, random
    )
    final = history.owed + resolved.credit if forgets else history.owed
    return history.pay(final, _settling(answer, behaviour)) if final else history
