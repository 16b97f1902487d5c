"""Groups: a parent and all below it, so that one can pay for another."""

from collections.abc import Collection, Sequence

from invoice.customers.domain import commands
from invoice.customers.domain.errors import GroupUnacceptable
from invoice.customers.domain.events import ChildAdded, ChildRemoved
from recoup_events.invoice import CustomerGroupChanged, PaysFor
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId

MOST = 200
"""Customers of a group, and customers that one payment pays for: their accounts are locked together."""
DEEPEST = 5
"""Levels of a group, its head included."""


class Place(Value):
    """Where a customer stands in its group, and what its unnamed money pays."""

    parent_id: CustomerId | None = None
    children: tuple[CustomerId, ...] = ()
    pays_for: PaysFor = PaysFor.ITSELF


Asked = commands.ChangeGroup | commands.AddChild | commands.RemoveChild
Changed = CustomerGroupChanged | ChildAdded | ChildRemoved


def change(command: Asked, customer_id: CustomerId, place: Place) -> Sequence[Changed]:
    """What is so already changes nothing."""
    match command:
        case commands.ChangeGroup(parent_id=parent_id, pays_for=pays_for):
            same = (parent_id, pays_for) == (place.parent_id, place.pays_for)
            changed = CustomerGroupChanged(customer_id=customer_id, **dict(command))
            return [] if same else [changed]
        case commands.AddChild(child_id=id):
            return (
                [] if id in place.children else [ChildAdded(customer_id=customer_id, child_id=id)]
            )
        case commands.RemoveChild(child_id=id):
            return (
                [ChildRemoved(customer_id=customer_id, child_id=id)] if id in place.children else []
            )


def evolve(place: Place, event: Changed) -> Place:
    match event:
        case CustomerGroupChanged(parent_id=parent_id, pays_for=pays_for):
            return place.model_copy(update={"parent_id": parent_id, "pays_for": pays_for})
        case ChildAdded(child_id=id):
            return place.model_copy(update={"children": (*place.children, id)})
        case ChildRemoved(child_id=id):
            kept = tuple(child for child in place.children if child != id)
            return place.model_copy(update={"children": kept})


def check_parent(
    customer_id: CustomerId,
    above: Sequence[CustomerId],
    joining: Sequence[Collection[CustomerId]],
    joined: int,
    *,
    parent_at: str,
) -> None:
    """Whether a customer may stand below ``above``, its parent first.

    ``joining`` are the levels that come along, the customer's own first, and ``joined`` is how
    many its new group has without them.
    """
    if customer_id in above:
        raise GroupUnacceptable(
            "The parent is this customer, or stands below it; name one outside of its own branch.",
            pointer=parent_at,
        )
    if len(above) + len(joining) > DEEPEST:
        raise GroupUnacceptable(
            f"A group has at most {DEEPEST} levels; name a parent that stands higher.",
            pointer=parent_at,
        )
    if joined + sum(map(len, joining)) > MOST:
        raise GroupUnacceptable(
            f"A group has at most {MOST} customers; leave some out, and name the customer in the "
            "references of payments that are for it.",
            pointer=parent_at,
        )
