"""The lists of credit standings and of kept answers."""

from typing import Any

from pydantic_core import to_json

from invoice.credit_standing.domain.rules import SEVERITY
from recoup_events import invoice as events
from recoup_events.invoice.credit_standing import Standing
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.credit_standing", "projection.sql")
Row = tuple[Any, ...]


def _terms(recorded: Envelope[events.CreditTermsRecorded]) -> Row:
    return _credit(recorded, {"terms": recorded.event})


def _serving(recorded: Envelope[events.CreditServingDecided]) -> Row:
    return _credit(recorded, {"serving": recorded.event})


def _changed(recorded: Envelope[events.CreditStandingChanged]) -> Row:
    changed: dict[str, object] = {"changed": recorded.event}
    stays = recorded.event.advised is Standing.STOP_SERVING_ADVISED
    return _credit(recorded, changed if stays else changed | {"serving": None})


def _credit(recorded: Envelope[Any], latest: dict[str, object]) -> Row:
    event = recorded.event
    ids = (event.credit_id, event.customer_id, event.creditor_id)
    return (recorded.tenant, *ids, to_json(latest).decode())


def _standing(recorded: Envelope[events.CreditStandingChanged]) -> Row:
    after = recorded.event.after
    return (recorded.tenant, recorded.event.credit_id, after, -SEVERITY[after])


def _decided(recorded: Envelope[events.CreditDecided]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.credit_decision_id, event.customer_id, event.creditor_id),
        *(event.reference, event.answer, event.model_dump_json(), event.decided_at),
    )


CHANGES = (
    on(events.CreditTermsRecorded, WRITES["record_credit"], _terms),
    on(events.CreditServingDecided, WRITES["record_credit"], _serving),
    on(events.CreditStandingChanged, WRITES["record_credit"], _changed),
    on(events.CreditStandingChanged, WRITES["change_standing"], _standing),
    on(events.CreditDecided, WRITES["record_decision"], _decided),
)
