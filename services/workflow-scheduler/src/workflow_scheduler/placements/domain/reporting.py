"""What an agency reports: once under each of its ids, and about what it has."""

from collections.abc import Sequence

from recoup_events.workflow_scheduler import (
    PlacementActivityReported,
    PlacementContactReported,
    PlacementDisputeReported,
    PlacementHardshipReported,
    PlacementOfferReported,
)
from workflow_scheduler.placements.domain import commands
from workflow_scheduler.placements.domain.errors import (
    DuplicateReport,
    ReportUnacceptable,
    TooManyReports,
)
from workflow_scheduler.placements.domain.placement import Item, Placement
from workflow_scheduler.placements.domain.stages import PlacementReported

MOST_REPORTS = 1_000
"""Of one placement: a contact a day for almost three years."""


def report(command: commands.AnyReport, placement: Placement) -> Sequence[PlacementReported]:
    """The same report again changes nothing; another one under its id is refused."""
    reported = _reported(command, placement)
    known = placement.reports.get(command.external_id)
    if known == reported:
        return []
    if known is not None:
        raise DuplicateReport(
            f"{command.external_id} was reported already, and not the same; send another external_id.",
            pointer="/external_id",
        )
    if len(placement.reports) >= MOST_REPORTS:
        raise TooManyReports(
            f"{MOST_REPORTS} reports are kept of a placement, and there are as many; tell the creditor."
        )
    return [reported]


def _reported(command: commands.AnyReport, placement: Placement) -> PlacementReported:
    ids = placement.ids
    match command:
        case commands.ReportActivity():
            return PlacementActivityReported(**ids, **dict(command))
        case commands.ReportContact():
            return PlacementContactReported(**ids, **dict(command))
        case commands.ReportHardship():
            return PlacementHardshipReported(**ids, **dict(command))
        case commands.ReportDispute():
            item = _item(command, placement)
            _check(command, item)
            return PlacementDisputeReported(**ids, **dict(command), invoice_id=item.invoice_id)
        case commands.ReportOffer():
            if command.amount.currency != placement.currency:
                raise ReportUnacceptable(
                    f"The placement is in {placement.currency}; offer an amount in it.",
                    pointer="/amount/currency",
                )
            return PlacementOfferReported(**ids, **dict(command))


def _item(command: commands.ReportDispute, placement: Placement) -> Item:
    item = placement.items.get(command.receivable_id)
    if item is None:
        raise ReportUnacceptable(
            "The placement has no such receivable; read the placement to see those it has.",
            pointer="/receivable_id",
        )
    return item


def _check(command: commands.ReportDispute, item: Item) -> None:
    if command.amount.currency != item.askable.currency:
        raise ReportUnacceptable(
            f"The receivable is in {item.askable.currency}; contest an amount in it.",
            pointer="/amount/currency",
        )
    if command.amount > item.askable:
        raise ReportUnacceptable(
            f"Only {item.askable} of the receivable can be contested: the rest is paid, or contested "
            "already.",
            pointer="/amount/amount",
        )
