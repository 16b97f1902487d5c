"""The evidence of restraint: every contact that was refused, with its rule."""

import json
from typing import Any

from notification.store.queries import QUERIES
from recoup_events.envelope import Envelope
from recoup_events.notification import ContactRefused
from recoup_eventstore.projections import on


def _refused(own: Envelope[ContactRefused]) -> tuple[Any, ...]:
    fact = own.fact
    return (
        own.tenant,
        own.id,
        own.cause.at,
        fact.message_id,
        fact.reminder_id,
        fact.invoice_id,
        fact.customer_id,
        fact.channel,
        fact.rule,
        fact.rules_version,
        fact.citation,
        json.dumps(fact.inputs),
        fact.retry_at,
    )


CHANGES = (on(ContactRefused, QUERIES["refuse_contact"], _refused),)
