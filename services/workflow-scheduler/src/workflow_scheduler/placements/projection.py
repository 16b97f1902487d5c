"""The lists of placements, of what agencies reported, and of remittances."""

import json
from typing import Any

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.money import total
from recoup_events.workflow_scheduler import (
    PlacementAccepted,
    PlacementActivityReported,
    PlacementApproved,
    PlacementBalanceChanged,
    PlacementContactReported,
    PlacementDeclined,
    PlacementDisputeReported,
    PlacementEvent,
    PlacementHardshipReported,
    PlacementLapsed,
    PlacementOfferReported,
    PlacementProposed,
    PlacementRecalled,
    PlacementRecallRequested,
    PlacementRejected,
    PlacementRemitted,
    PlacementReport,
    PlacementReturned,
    RemittanceReported,
)
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Change, Row, on
from workflow_scheduler.placements.domain.stages import ENDS, Ended

WRITES = named_queries("workflow_scheduler.placements", "projection.sql")
KINDS: dict[type[PlacementReport], str] = {
    PlacementActivityReported: "activity",
    PlacementContactReported: "contact",
    PlacementHardshipReported: "hardship",
    PlacementDisputeReported: "dispute",
    PlacementOfferReported: "offer",
}
NOT_CONTENT = {*PlacementEvent.model_fields, "external_id", "note"}


def _proposed(recorded: Envelope[PlacementProposed]) -> Row:
    event = recorded.event
    currency = event.items[0].amount.currency
    owed = total((item.amount for item in event.items), currency)
    return (
        *(recorded.tenant, event.placement_id, event.agency_id, event.customer_id),
        *(event.creditor_id, currency, owed.minor_units, recorded.cause.at),
    )


def _approved(recorded: Envelope[PlacementApproved]) -> Row:
    event = recorded.event
    owed = total((item.amount for item in event.items), event.items[0].amount.currency)
    return (recorded.tenant, event.placement_id, owed.minor_units, event.answer_by)


def _accepted(recorded: Envelope[PlacementAccepted]) -> Row:
    return (recorded.tenant, recorded.event.placement_id, recorded.cause.at)


def _balance(recorded: Envelope[PlacementBalanceChanged]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.placement_id, event.total.minor_units, recorded.cause.at)


def _recall(recorded: Envelope[PlacementRecallRequested]) -> Row:
    return (recorded.tenant, recorded.event.placement_id, recorded.event.report_until)


def _ended(recorded: Envelope[Ended]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.placement_id, ENDS[type(event)], recorded.cause.at)


def _remitted(recorded: Envelope[PlacementRemitted]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.placement_id, event.amount.minor_units)


def _reported(recorded: Envelope[Any]) -> Row:
    event: PlacementReport = recorded.event
    content = event.model_dump(mode="json", exclude=NOT_CONTENT)
    breach = isinstance(event, PlacementContactReported) and event.lease_id is None
    return (
        *(recorded.tenant, event.placement_id, event.agency_id, event.external_id),
        *(KINDS[type(event)], json.dumps(content), recorded.cause.at, breach),
    )


def _remittance(recorded: Envelope[RemittanceReported]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.remittance_id, event.agency_id, event.creditor_id),
        *(event.external_id, event.reference, event.gross.currency, event.gross.minor_units),
        *(event.commission.minor_units, event.net.minor_units, len(event.payments)),
        recorded.cause.at,
    )


ENDINGS: tuple[Change, ...] = (
    on(PlacementRejected, WRITES["end_placement"], _ended),
    on(PlacementDeclined, WRITES["end_placement"], _ended),
    on(PlacementLapsed, WRITES["end_placement"], _ended),
    on(PlacementRecalled, WRITES["end_placement"], _ended),
    on(PlacementReturned, WRITES["end_placement"], _ended),
)
CHANGES: tuple[Change, ...] = (
    on(PlacementProposed, WRITES["propose_placement"], _proposed),
    on(PlacementApproved, WRITES["approve_placement"], _approved),
    on(PlacementAccepted, WRITES["accept_placement"], _accepted),
    on(PlacementBalanceChanged, WRITES["change_balance"], _balance),
    on(PlacementRecallRequested, WRITES["request_recall"], _recall),
    on(PlacementRemitted, WRITES["add_remitted"], _remitted),
    on(RemittanceReported, WRITES["add_remittance"], _remittance),
    *ENDINGS,
    *(on(kind, WRITES["add_report"], _reported) for kind in KINDS),
)
