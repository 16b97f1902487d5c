"""Draws the story of one invoice from its debtor's habit: paid at once, in parts, or contested."""

from datetime import date, timedelta
from random import Random

from recoup_cli.ledger.chance import friday, happens, soon, working_day
from recoup_cli.ledger.debtor_behaviour import Habit
from recoup_cli.ledger.disputes import contest
from recoup_cli.ledger.entries import DisputeOutcome, IssueInvoice
from recoup_cli.ledger.invoice_history import Story
from recoup_events.kernel.money import split

_LONGEST_DELAY = 60
_FORGETS_THE_CREDIT = 20
"""Of a hundred debtors granted part of their dispute, so many transfer the whole sum anyway."""


def tell(invoice: IssueInvoice, habit: Habit, random: Random) -> Story:
    """Everything that happens to ``invoice``, however long after the quarter."""
    story = Story(invoice)
    day = _paying_day(invoice, habit, random)
    if happens(habit.disputed, random):
        return _contested(story, habit, day, random)
    if happens(habit.in_parts, random):
        part = random.randint(30, 70)
        first, rest = split(invoice.total, (part, 100 - part))
        return story.pay(first, day).pay(rest, _settling(soon(day, 7, 21, random), habit))
    return story.pay(invoice.total, day)


def _paying_day(invoice: IssueInvoice, habit: Habit, random: Random) -> date:
    if happens(habit.late, random):
        delay = 1 + int(random.expovariate(1 / habit.mean_days_late))
        return _settling(invoice.due_date + timedelta(min(delay, _LONGEST_DELAY)), habit)
    return _settling(invoice.due_date - timedelta(random.randint(0, 6)), habit, step=-1)


def _settling(day: date, habit: Habit, step: int = 1) -> date:
    return friday(day, step) if habit.pays_on_fridays else working_day(day, step)


def _contested(story: Story, habit: Habit, day: date, random: Random) -> Story:
    opened, resolved = contest(story.invoice, habit.reasons, random)
    story = story.then(opened)
    undisputed = story.invoice.total - opened.amount
    if undisputed and opened.at.date() < day < resolved.at.date():
        story = story.pay(undisputed, day)
    story = story.then(resolved)
    answer = max(day, soon(resolved.at.date(), 1, 10, random))
    forgets = resolved.outcome is DisputeOutcome.PARTLY_UPHELD and happens(
        _FORGETS_THE_CREDIT, random
    )
    final = story.owed + resolved.credit if forgets else story.owed
    return story.pay(final, _settling(answer, habit)) if final else story
