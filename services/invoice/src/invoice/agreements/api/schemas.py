"""Agreements in JSON."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field

from invoice.agreements.api.clauses import ClausesBody
from invoice.agreements.domain.acceptance import Acceptance, acceptance_id
from invoice.agreements.domain.agreement import Agreement
from recoup_events import invoice as events
from recoup_receivables.clauses import Held
from recoup_service.api.fields import Day, Name, RequestBody, Words
from recoup_service.api.named_resources import CreditorNamed
from recoup_service.api.resource import Dates, Resource, dates_in


class DocumentBody(RequestBody):
    """The file that says so, wherever you keep it."""

    file_name: Name = Field(examples=["frame-agreement-2026.pdf"])
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="Of its bytes, in hexadecimal: another file cannot pass for it.",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    )
    url: Annotated[str, Field(pattern=r"^https://[^\s]+$", max_length=2000)] | None = Field(
        default=None, examples=["https://files.bolts.example/frame-agreement-2026.pdf"]
    )

    @property
    def document(self) -> events.SignedDocument:
        return events.SignedDocument.model_validate(self, from_attributes=True)


class TermsBody(RequestBody):
    clauses: ClausesBody
    document: DocumentBody | None = None
    effective_from: Day = Field(
        description="The first day on which they hold; a later version replaces them from its day.",
        examples=["2026-01-01"],
    )
    reason: Words = Field(examples=["The frame agreement for 2026"])


class NewAgreement(TermsBody, CreditorNamed):
    customer_external_id: Name | None = Field(
        default=None,
        description="Your id of the customer with whom they were agreed. Without it, these are the "
        "creditor's own terms.",
        examples=["C-1001"],
    )


class NewAcceptance(RequestBody):
    agreement_id: Name = Field(description="Recoup's id of the terms.", examples=["agr_1c2d"])
    customer_external_id: Name = Field(
        description="Your id of the customer who accepted.", examples=["C-1001"]
    )
    version: Annotated[int, Field(ge=1)] = Field(
        description="Which version was accepted.", examples=[1]
    )
    accepted_on: Day = Field(examples=["2026-01-03"])
    accepted_by: Name = Field(description="Who signed.", examples=["Ada Sand"])
    document: DocumentBody | None = Field(
        default=None, description="The file in which it was accepted."
    )


class TermsShown(BaseModel):
    """One version."""

    version: int
    clauses: ClausesBody
    document: events.SignedDocument | None
    effective_from: date
    reason: str


class AcceptanceShown(Resource):
    id: str = Field(examples=["acc_77aa"])
    agreement_id: str
    creditor_id: str
    customer_id: str
    version: int
    accepted_on: date
    accepted_by: str
    document: events.SignedDocument | None


class AgreementSummary(Resource):
    id: str = Field(examples=["agr_1c2d"])
    creditor_id: str
    customer_id: str | None = Field(description="`null`: the creditor's own terms.")
    terms: TermsShown = Field(description="The version that was recorded last.")


class AgreementShown(AgreementSummary):
    versions: Sequence[TermsShown] = Field(description="All, in the order they were recorded.")


class SourceShown(BaseModel):
    """Which agreement says so."""

    agreement_id: str
    version: int
    own_terms: bool = Field(description="Whether it is the creditor's own terms.")


class HeldShown(BaseModel):
    """What holds between a creditor and a customer on a day."""

    on: date
    clauses: ClausesBody
    sources: Mapping[str, SourceShown] = Field(description="By the name of the clause.")


def shown(agreement: Agreement, dates: Dates) -> AgreementShown:
    return AgreementShown(
        **dict(_summary(agreement.latest, dates)),
        versions=[_terms(each) for each in agreement.versions],
    )


def accepted(acceptance: Acceptance, dates: Dates) -> AcceptanceShown:
    assert acceptance.accepted is not None, "an acceptance that can be found was recorded"
    return _acceptance(acceptance.accepted, dates)


def listed_acceptance(row: Mapping[str, Any]) -> AcceptanceShown:
    """A row of the list."""
    return _acceptance(events.AgreementAccepted.model_validate_json(row["accepted"]), dates_in(row))


def _acceptance(event: events.AgreementAccepted, dates: Dates) -> AcceptanceShown:
    id = acceptance_id(event.agreement_id, event.customer_id)
    return AcceptanceShown(**dates, id=id, **dict(event))


def listed(row: Mapping[str, Any]) -> AgreementSummary:
    """A row of the list."""
    return _summary(events.AgreementRecorded.model_validate_json(row["recorded"]), dates_in(row))


def held(on: date, clauses: Mapping[str, Held]) -> HeldShown:
    sources = {
        name: SourceShown(
            agreement_id=terms.agreement_id,
            version=terms.version,
            own_terms=terms.customer_id is None,
        )
        for name, (_, terms) in clauses.items()
    }
    values = {name: clause for name, (clause, _) in clauses.items()}
    body = ClausesBody.of(events.Clauses.model_validate(values))
    return HeldShown(on=on, clauses=body, sources=sources)


def _summary(latest: events.AgreementRecorded, dates: Dates) -> AgreementSummary:
    return AgreementSummary(
        **dates,
        id=latest.agreement_id,
        creditor_id=latest.creditor_id,
        customer_id=latest.customer_id,
        terms=_terms(latest),
    )


def _terms(recorded: events.AgreementRecorded) -> TermsShown:
    return TermsShown(
        version=recorded.version,
        clauses=ClausesBody.of(recorded.clauses),
        document=recorded.document,
        effective_from=recorded.effective_from,
        reason=recorded.reason,
    )
