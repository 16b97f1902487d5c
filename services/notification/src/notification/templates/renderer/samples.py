"""Occasions on which a template is tried before it is published: each shape that a message can have."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from notification.templates.domain.context import CreditorContext, ItemContext, TemplateContext
from recoup_events.invoice import BankAccount, CollectorRole
from recoup_events.kernel.money import Money
from recoup_events.notification import TemplateCategory
from recoup_events.workflow_scheduler import Intention, Measure

_TODAY = date(2026, 3, 9)
_CREDITOR = CreditorContext(
    name="Bolts & Brackets",
    legal_name="Bolts & Brackets GmbH",
    on_behalf_of=None,
    address="Schraubenweg 1, 10115 Berlin, DE",
    register_line="Amtsgericht Charlottenburg, HRB 12345 B",
    phone="+49 30 901820-17",
    reply_to="receivables@bolts.example",
    sms_sender="+4930901820",
    pay_link="https://pay.bolts.example/",
    account=BankAccount(
        currency="EUR", holder="Bolts & Brackets GmbH", iban="DE89370400440532013000"
    ),
)
_AGENCY = _CREDITOR.model_copy(
    update={"role": CollectorRole.AGENCY, "on_behalf_of": "Pacific Garden Supply, Inc."}
)


class Sample(NamedTuple):
    about: str
    """In words for the author."""
    context: TemplateContext


def item_of(number: str, due: date, cents: int) -> ItemContext:
    amount, nothing = Money(minor_units=cents, currency="EUR"), Money.zero("EUR")
    asides = dict.fromkeys(("contested", "credited", "planned", "reserved", "other"), nothing)
    return ItemContext(
        number=number,
        issue_date=due - timedelta(days=30),
        due_date=due,
        amount=amount,
        balance=amount,
        **asides,
    )


def sample(*items: ItemContext, creditor: CreditorContext = _CREDITOR) -> TemplateContext:
    return TemplateContext(
        creditor=creditor,
        customer="Byron Looms Ltd",
        country="GB",
        recipient="Ada Byron",
        today=_TODAY,
        items=items,
    )


def samples(category: TemplateCategory) -> Iterator[Sample]:
    late = item_of("2026-0417", _TODAY - timedelta(days=24), 184_250)
    soon = item_of("2026-0440", _TODAY + timedelta(days=7), 21_780)
    yield Sample("about one invoice that is late", sample(late))
    yield Sample("about one invoice that is not due yet", sample(soon))
    yield Sample("about several invoices", sample(late, soon))
    agency = sample(late, creditor=_AGENCY).model_copy(
        update={"consumer": True, "country": "US", "subdivision": "US-CA"}
    )
    yield Sample("of an agency to a consumer in the United States", agency)
    suit = Intention(measure=Measure.SUIT, on=_TODAY + timedelta(days=14))
    intended = sample(late).model_copy(update={"intended": (suit,)})
    yield Sample("about an invoice whose workflow comes to a suit", intended)
    if category is TemplateCategory.NOTICE:
        yield Sample("about no invoice", sample())
