"""The lists of agreements and of acceptances."""

from typing import Any

from invoice.agreements.domain.acceptance import acceptance_id
from recoup_events.invoice import AgreementAccepted, AgreementRecorded
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.agreements", "projection.sql")


def _recorded(recorded: Envelope[AgreementRecorded]) -> tuple[Any, ...]:
    event = recorded.event
    return (
        *(recorded.tenant, event.agreement_id, event.creditor_id, event.customer_id),
        *(event.version, event.effective_from, event.model_dump_json()),
    )


def _accepted(recorded: Envelope[AgreementAccepted]) -> tuple[Any, ...]:
    event = recorded.event
    id = acceptance_id(event.agreement_id, event.customer_id)
    return (*(recorded.tenant, id, event.agreement_id, event.customer_id, event.model_dump_json()),)


CHANGES = (
    on(AgreementRecorded, WRITES["record_terms"], _recorded),
    on(AgreementAccepted, WRITES["record_acceptance"], _accepted),
)
