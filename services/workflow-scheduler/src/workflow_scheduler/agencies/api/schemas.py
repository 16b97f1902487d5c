"""Agencies in JSON."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field

from recoup_events.kernel.percent import Percent
from recoup_events.workflow_scheduler import AgencyTerms, Commission, Licence, Standards
from recoup_service.api.fields import Day, Name, RequestBody, Words
from recoup_service.api.resource import Dates, Resource, dates_in
from workflow_scheduler.agencies.domain.agency import Agency, terms_of


class LicenceBody(RequestBody):
    """Where the agency may collect."""

    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = Field(
        description="ISO 3166-1 alpha-2 code.", examples=["US"]
    )
    subdivision: Annotated[str, Field(pattern="^[A-Z]{2}-[A-Z0-9]{1,3}$")] | None = Field(
        default=None,
        description="ISO 3166-2 code, where a licence is that of a state; left out, it covers the country.",
        examples=["US-CA"],
    )
    number: Name | None = Field(default=None, examples=["10203-99"])
    valid_until: Day | None = Field(
        default=None, description="The last day on which it counts.", examples=["2027-12-31"]
    )


class CommissionBody(RequestBody):
    """What the agency keeps of what debtors pay it."""

    percent: Percent = Field(description="Of the gross amount.", examples=["18.5"])


class StandardsBody(RequestBody):
    """How the agency has agreed to treat debtors."""

    title: Name = Field(examples=["Standards of treatment"])
    version: Name = Field(examples=["2026-01"])
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] = Field(
        description="The digest of the document, so that both know that they mean the same.",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    )
    url: Name | None = Field(
        default=None,
        description="Where it can be read.",
        examples=["https://creditor.example/standards-2026-01.pdf"],
    )


class TermsBody(RequestBody):
    """What is agreed with the agency."""

    name: Name = Field(examples=["Northwind Recovery"])
    licences: Annotated[tuple[LicenceBody, ...], Field(min_length=1, max_length=200)]
    commission: CommissionBody
    standards: StandardsBody
    contact_email: Name | None = Field(default=None, examples=["placements@agency.example"])
    contact_phone: Name | None = Field(default=None, examples=["+14155550100"])

    @property
    def terms(self) -> AgencyTerms:
        return AgencyTerms(
            name=self.name,
            licences=tuple(Licence(**dict(each)) for each in self.licences),
            commission=Commission(percent=self.commission.percent),
            standards=Standards(**dict(self.standards)),
            contact_email=self.contact_email,
            contact_phone=self.contact_phone,
        )


class NewAgency(TermsBody):
    external_id: Name = Field(
        description="Your id of the agency; it can be used once.", examples=["northwind"]
    )


class Closure(RequestBody):
    reason: Words = Field(examples=["The contract has ended."])


class TermsShown(BaseModel):
    """What is agreed with an agency."""

    name: str
    licences: tuple[Licence, ...]
    commission: Commission
    standards: Standards
    contact_email: str | None
    contact_phone: str | None

    @classmethod
    def of(cls, terms: AgencyTerms) -> Self:
        return cls(**dict(terms))


class AgencyShown(Resource, TermsShown):
    """A partner agency."""

    id: str = Field(examples=["agn_3f1c"])
    external_id: str
    closed: str | None = Field(
        description="Why nothing more is placed with it; `null`: it is open."
    )


class AgencyListed(Resource):
    id: str
    external_id: str
    name: str
    closed: str | None


def shown(agency: Agency, dates: Dates) -> AgencyShown:
    return AgencyShown(
        **dates,
        **dict(terms_of(agency)),
        id=agency.agency_id,
        external_id=agency.external_id,
        closed=agency.closed,
    )


def listed(row: Mapping[str, Any]) -> AgencyListed:
    return AgencyListed(
        **dates_in(row), **{name: row[name] for name in ("id", "external_id", "name", "closed")}
    )
