"""The few letters a quarter brings: a channel refused, all contact refused, an insolvency.

What a court took over is not expected any more, as far as nobody paid or contested it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from random import Random

from recoup_cli.ledger.chance import working_day
from recoup_cli.ledger.debtor_behaviour import ANGRY
from recoup_cli.ledger.debtors import Debtor
from recoup_cli.ledger.entries import (
    AgreePlan,
    Entry,
    IssueInvoice,
    OpenDispute,
    OptOut,
    ReceivePayment,
    RecordCondition,
    WriteOff,
    instant_of,
)
from recoup_events.invoice import Condition
from recoup_events.kernel.channels import Channel

_OPT_OUTS = 3
_UNTIL_GIVEN_UP = timedelta(days=10)


def refusals(debtors: Sequence[Debtor], quarter: Sequence[date], random: Random) -> Iterator[Entry]:
    """Of the angry, the first wants no contact at all and the next few none by one channel."""
    angry = [debtor for debtor in debtors if debtor.behaviour is ANGRY]
    for debtor in angry[:1]:
        day = _in_the_middle(quarter, random)
        yield RecordCondition(
            at=instant_of(day),
            customer=debtor.id,
            condition=Condition.CEASE_REQUEST,
            source="letter",
            effective_from=day,
        )
    for debtor in angry[1 : 1 + _OPT_OUTS]:
        at = instant_of(_in_the_middle(quarter, random))
        channel = random.choice(debtor.consents).channel
        billing = debtor.registration.persons[0]
        yield OptOut(
            at=at,
            customer=debtor.id,
            channel=channel,
            address=(billing.emails if channel is Channel.EMAIL else billing.phones)[0],
            source="reply to a reminder",
        )


def ended_by_insolvency(
    life: Iterable[Entry], customer: str, quarter: Sequence[date], random: Random
) -> list[Entry]:
    """What the debtor did until a court took over; nothing is issued or paid after that."""
    day = _in_the_middle(quarter, random)
    notice = RecordCondition(
        at=instant_of(day),
        customer=customer,
        condition=Condition.INSOLVENCY,
        source="insolvency register",
        effective_from=day,
    )
    lived = [entry for entry in life if entry.at < notice.at]
    return [*lived, notice, *_given_up(lived, day + _UNTIL_GIVEN_UP)]


def _given_up(lived: Sequence[Entry], day: date) -> Iterator[WriteOff]:
    """The oldest invoice that nobody has touched."""
    touched = set(chain.from_iterable(map(_touched, lived)))
    left = (e for e in lived if isinstance(e, IssueInvoice) and e.invoice not in touched)
    for invoice in sorted(left, key=lambda invoice: invoice.due_date)[:1]:
        yield WriteOff(
            at=instant_of(working_day(day)),
            customer=invoice.customer,
            invoice=invoice.invoice,
            creditor=invoice.creditor,
            reason="Nothing will be left to distribute.",
        )


def _touched(entry: Entry) -> Iterable[str]:
    match entry:
        case ReceivePayment(invoices=invoices):
            return invoices
        case OpenDispute(invoice=invoice):
            return (invoice,)
        case AgreePlan(shares=shares):
            return [share.invoice for share in shares]
        case _:
            return ()


def _in_the_middle(quarter: Sequence[date], random: Random) -> date:
    return working_day(quarter[len(quarter) * random.randint(50, 75) // 100])
