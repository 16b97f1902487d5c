"""The worklist in JSON."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self

from pydantic import BaseModel, Field

from recoup_events.invoice import Person
from recoup_events.kernel.channels import ContactRole
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import Category, Disposition, Measure, TaskKind
from recoup_service.api.amounts import Amount
from workflow_scheduler.debtors.domain.calling import (
    CallWindow,
    numbers_of,
    person_to_call,
    window_of,
)
from workflow_scheduler.debtors.domain.debtor import Debtor
from workflow_scheduler.tasks.domain.ranking import Terms, in_words, terms_of


class PersonToCall(BaseModel):
    """Who is to be talked to: whoever pays bills before whoever decides; an attorney before all."""

    id: str
    name: str
    roles: list[ContactRole]
    phones: list[str] = Field(
        description="E.164, those that may be called; the preferred one first."
    )

    @classmethod
    def of(cls, person: Person) -> Self:
        return cls(
            id=person.person_id,
            name=person.name,
            roles=list(person.roles),
            phones=list(numbers_of(person)),
        )


class History(BaseModel):
    """What happened last to the customer."""

    last_step: str | None = Field(description="The latest step taken of any of its workflows.")
    last_step_at: datetime | None
    last_disposition: Disposition | None = Field(description="How the latest task was completed.")
    last_answer_at: datetime | None


class Rank(BaseModel):
    """What the place of a task is made of."""

    days_late: int = Field(description="Of the oldest; not above zero before it is due.")
    by_age_percent: str = Field(description="How likely money is at this age.", examples=["80"])
    promises_kept: int
    promises_due: int
    by_promises_percent: int = Field(description="What that makes of it; 100 leaves it alone.")
    category: Category | None
    by_category_percent: int
    likelihood_percent: str = Field(description="All of it together.", examples=["79.2"])
    expected: Amount


class WorklistRow(BaseModel):
    """Whom to call, when, about how much, and why now."""

    task_id: str
    kind: TaskKind
    measure: Measure | None
    script: str
    attempt: int
    customer_id: str
    customer_name: str | None
    creditor_id: str | None
    enrolment_id: str | None
    invoice_id: str | None
    receivable_id: str | None
    person: PersonToCall | None = Field(
        description="`null`: nobody of the customer has a telephone."
    )
    window: CallWindow = Field(
        description="When a call is lawful by place, hour and conditions; "
        "`POST /v1/calls` of notification, which counts calls, is asked at the moment itself."
    )
    open: Amount | None = Field(description="What is chased of it now; `null`: nothing.")
    oldest_due_on: date | None
    rank: Rank | None
    reason: str = Field(description="Why it stands where it stands, in words.")
    history: History
    owner: str | None
    team: str | None
    due_on: date | None
    snoozed_until: datetime | None
    not_before: datetime | None
    created_at: datetime


_TAKEN = (
    *("kind", "measure", "script", "attempt", "customer_id", "creditor_id", "enrolment_id"),
    *("invoice_id", "receivable_id", "owner", "team", "due_on", "snoozed_until", "not_before"),
    "created_at",
)


def shown(row: Mapping[str, Any], debtor: Debtor, now: datetime) -> WorklistRow:
    person = person_to_call(debtor)
    terms = _terms(row)
    return WorklistRow(
        **{name: row[name] for name in _TAKEN},
        task_id=row["id"],
        customer_name=debtor.name,
        person=None if person is None else PersonToCall.of(person),
        window=window_of(debtor, person, row["creditor_id"], now),
        open=None if terms is None else Amount.of(terms.open),
        oldest_due_on=row["due_date"],
        rank=None if terms is None else _rank(terms),
        reason="Nothing is chased of it now." if terms is None else in_words(terms),
        history=History(**{name: row[name] for name in History.model_fields}),
    )


def _terms(row: Mapping[str, Any]) -> Terms | None:
    if not row["currency"]:
        return None
    open = Money(minor_units=int(row["chased"]), currency=row["currency"])
    return terms_of(open, row["days_late"], row["kept"], row["due"], row["category"])


def _rank(terms: Terms) -> Rank:
    return Rank(
        days_late=terms.days_late,
        by_age_percent=_percent(terms.by_age),
        promises_kept=terms.promises_kept,
        promises_due=terms.promises_due,
        by_promises_percent=terms.by_promises,
        category=None if terms.category is None else Category(terms.category),
        by_category_percent=terms.by_category,
        likelihood_percent=_percent(terms.likelihood),
        expected=Amount.of(terms.expected),
    )


def _percent(in_a_thousand: int) -> str:
    whole, tenth = divmod(in_a_thousand, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)
