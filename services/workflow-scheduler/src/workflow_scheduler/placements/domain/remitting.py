"""What an agency passes on: never more than is owed, and of its own receivables alone."""

from recoup_events.workflow_scheduler import PlacementRemitted
from workflow_scheduler.placements.domain import commands
from workflow_scheduler.placements.domain.errors import RemittanceUnacceptable
from workflow_scheduler.placements.domain.placement import Placement


def remit(command: commands.Remit, placement: Placement) -> PlacementRemitted:
    item = placement.items.get(command.receivable_id)
    if item is None:
        raise RemittanceUnacceptable(
            "The placement has no such receivable; read the placement to see those it has.",
            pointer=f"{command.at}/receivable_id",
        )
    if command.amount.currency != placement.currency:
        raise RemittanceUnacceptable(
            f"The placement is in {placement.currency}; remit in it.",
            pointer=f"{command.at}/amount/currency",
        )
    left = placement.left(command.receivable_id)
    if command.amount > left:
        raise RemittanceUnacceptable(
            f"{command.amount} is more than the {left} that are left to pay; pay the debtor back what is "
            "too much, and remit the rest.",
            pointer=f"{command.at}/amount/amount",
        )
    fields = command.model_dump(exclude={"at"})
    return PlacementRemitted(**placement.ids, **fields, invoice_id=item.invoice_id)
