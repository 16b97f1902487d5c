"""The list of customers."""

from typing import Any

from pydantic_core import to_json

from recoup_events import invoice as facts
from recoup_events.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.customers", "projection.sql")

Details = facts.CustomerRegistered | facts.CustomerDetailsChanged
Notice = facts.CustomerInsolvencyRecorded | facts.CustomerCeasedContact


def _registered(heard: Envelope[facts.CustomerRegistered]) -> tuple[Any, ...]:
    fact = heard.fact
    return (heard.tenant, fact.customer_id, fact.external_id, *_details(fact))


def _changed(heard: Envelope[facts.CustomerDetailsChanged]) -> tuple[Any, ...]:
    return (heard.tenant, heard.fact.customer_id, *_details(heard.fact))


def _details(fact: Details) -> tuple[Any, ...]:
    contacts = to_json(fact.contacts).decode()
    return (fact.name, fact.kind, fact.country, fact.time_zone, fact.language, contacts)


def _noticed(heard: Envelope[Notice]) -> tuple[Any, ...]:
    return (heard.tenant, heard.fact.customer_id, heard.fact.effective_from)


CHANGES = (
    on(facts.CustomerRegistered, WRITES["register_customer"], _registered),
    on(facts.CustomerDetailsChanged, WRITES["change_customer"], _changed),
    on(facts.CustomerInsolvencyRecorded, WRITES["record_insolvency"], _noticed),
    on(facts.CustomerCeasedContact, WRITES["cease_contact"], _noticed),
)
