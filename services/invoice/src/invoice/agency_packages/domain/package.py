"""A package is open from the moment a placement is offered until it ends."""

from collections.abc import Sequence

from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import AgencyId, CreditorId, CustomerId, InvoiceId, PlacementId
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.decider import Decider


class PackageClosed(Refused):
    """The placement has ended, and with it what its agency may read."""

    code = "package_closed"


class AgencyPackageOpened(Event, type="agency_package.opened.v1"):
    """Its agency may read what belongs to the placement."""

    placement_id: PlacementId
    agency_id: AgencyId
    customer_id: CustomerId
    creditor_id: CreditorId
    invoice_ids: tuple[InvoiceId, ...]


class AgencyPackageClosed(Event, type="agency_package.closed.v1"):
    """It may not any more."""

    placement_id: PlacementId


class Open(Command):
    placement_id: PlacementId
    agency_id: AgencyId
    customer_id: CustomerId
    creditor_id: CreditorId
    invoice_ids: tuple[InvoiceId, ...]


class Close(Command):
    placement_id: PlacementId


class Package(Value):
    opened: AgencyPackageOpened | None = None
    closed: bool = False


Recorded = AgencyPackageOpened | AgencyPackageClosed


def decide(command: Open | Close, package: Package) -> Sequence[Recorded]:
    """A placement that was never offered has no package, and ends without one."""
    match command:
        case Open() if package.opened is None:
            return [AgencyPackageOpened.model_validate(command, from_attributes=True)]
        case Close() if package.opened is not None and not package.closed:
            return [AgencyPackageClosed(placement_id=command.placement_id)]
        case _:
            return []


def evolve(package: Package, event: Recorded) -> Package:
    match event:
        case AgencyPackageOpened():
            return Package(opened=event)
        case AgencyPackageClosed():
            return package.model_copy(update={"closed": True})


PACKAGE: Decider[Open | Close, Package, Recorded] = Decider(
    "agency_package", Package(), decide, evolve
)
