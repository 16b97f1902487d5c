"""The slices nobody is reminded of, because a dispute or a plan covers them."""

from pydantic import Field

from recoup_events.base import Value
from recoup_events.ids import InvoiceId
from recoup_events.money import Money, total
from recoup_events.slices import Slice


class SetAside(Value):
    """Slices by the id of the dispute or plan that covers them.

    A plan may cover several invoices; its slices are kept together and told apart when asked.
    """

    slices: dict[str, tuple[Slice, ...]] = Field(default_factory=dict)

    def covered(self, by: str, slices: tuple[Slice, ...]) -> "SetAside":
        return SetAside(slices={**self.slices, by: slices})

    def released(self, by: str) -> "SetAside":
        return SetAside(slices={id: slices for id, slices in self.slices.items() if id != by})

    def paid(self, by: str, invoice_id: InvoiceId, amount: Money) -> "SetAside":
        """A payment a plan expected shrinks its slice as it shrinks the balance."""
        slices = self.slices.get(by, ())
        return self.covered(by, tuple(_reduced(slice, invoice_id, amount) for slice in slices))

    def chased(self, invoice_id: InvoiceId, balance: Money) -> Money:
        """What is left of an invoice's balance; never below zero."""
        aside = total(
            (
                slice.amount
                for slices in self.slices.values()
                for slice in slices
                if slice.invoice_id == invoice_id
            ),
            balance.currency,
        )
        return max(balance - aside, Money.zero(balance.currency))


def _reduced(slice: Slice, paid_on: InvoiceId, paid: Money) -> Slice:
    if slice.invoice_id != paid_on:
        return slice
    left = max(slice.amount - paid, Money.zero(paid.currency))
    return slice.model_copy(update={"amount": left})
