"""What a message's template is told, as an example: one invoice of 100 euros, due on New Year's Day."""

from datetime import date

from notification.templates.domain.context import CreditorContext, ItemContext, TemplateContext
from recoup_testing.money import euros

NOTHING = euros(0)
ITEM = ItemContext(
    number="R-1",
    purchase_order="PO-7",
    due_date=date(2026, 1, 1),
    template="friendly_reminder",
    amount=euros(100),
    balance=euros(100),
    contested=NOTHING,
    credited=NOTHING,
    planned=NOTHING,
    reserved=NOTHING,
    other=NOTHING,
)
CONTEXT = TemplateContext(
    creditor=CreditorContext(
        name="Acme & Sons",
        legal_name="Acme & Sons Ltd.",
        on_behalf_of=None,
        address="1 Foundry Lane, Dublin, IE",
        register_line=None,
        phone=None,
        pay_link=None,
        account=None,
    ),
    customer="Byron Looms GmbH",
    country="IE",
    recipient="Ada Byron",
    today=date(2025, 12, 25),
    items=(ITEM,),
)


def about(*items: ItemContext, **more: object) -> TemplateContext:
    return CONTEXT.model_copy(update={"items": items, **more})
