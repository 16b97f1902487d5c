"""The list of creditors."""

from collections.abc import Sequence
from typing import Any

from pydantic_core import to_json

from recoup_events import invoice as events
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import called, on

WRITES = named_queries("invoice.creditors", "projection.sql")


def _registered(recorded: Envelope[events.CreditorRegistered]) -> tuple[Any, ...]:
    event = recorded.event
    return (
        *(recorded.tenant, event.creditor_id, event.code, event.details.legal_name),
        *(_json(event.details), _json(event.bank_accounts), _json(events.Books())),
    )


def _changed(recorded: Envelope[events.CreditorDetailsChanged]) -> tuple[Any, ...]:
    details = recorded.event.details
    return (*_of(recorded), details.legal_name, _json(details))


def _confirmed(recorded: Envelope[events.BankAccountsChanged]) -> tuple[Any, ...]:
    return (*_of(recorded), _json(recorded.event.bank_accounts))


def _books(recorded: Envelope[events.CreditorBooksChanged]) -> tuple[Any, ...]:
    return (*_of(recorded), _json(recorded.event.books))


def _of(recorded: Envelope[Any]) -> tuple[str, str]:
    return (recorded.tenant, recorded.event.creditor_id)


def _json(value: object) -> str:
    return to_json(value).decode()


def _names(details: events.CreditorDetails) -> Sequence[str | None]:
    return [details.legal_name, details.trading_name]


CHANGES = (
    on(events.CreditorRegistered, WRITES["register_creditor"], _registered),
    on(events.CreditorDetailsChanged, WRITES["change_creditor"], _changed),
    on(events.BankAccountsChanged, WRITES["change_bank_accounts"], _confirmed),
    on(events.CreditorBooksChanged, WRITES["change_books"], _books),
    called(events.CreditorRegistered, "code", lambda event: [event.code]),
    called(events.CreditorRegistered, "text", lambda event: _names(event.details)),
    called(events.CreditorDetailsChanged, "text", lambda event: _names(event.details)),
)
