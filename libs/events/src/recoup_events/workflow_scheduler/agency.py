"""Partner agencies: parties that collect in the tenant's name, each with keys of its own."""

from datetime import date

from pydantic import Field

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import AgencyId
from recoup_events.kernel.percent import Percent
from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent


class Licence(Value):
    """Where an agency may collect."""

    country: str
    """ISO 3166-1."""
    subdivision: str | None = None
    """ISO 3166-2, where a country licenses by state; ``None``: all of the country."""
    number: str | None = None
    valid_until: date | None = None
    """The last day on which it counts."""


class Commission(Value):
    """What an agency keeps of what it collects."""

    percent: Percent


class Standards(Value):
    """How the agency has agreed to treat debtors: a document, known by its digest."""

    title: str
    version: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    url: str | None = None
    """Where it can be read."""


class AgencyTerms(Value):
    """What is agreed with an agency; placements keep the terms under which they were approved."""

    name: str
    licences: tuple[Licence, ...] = Field(min_length=1)
    commission: Commission
    standards: Standards
    contact_email: str | None = None
    contact_phone: str | None = None


class AgencyRegistered(WorkflowSchedulerEvent, type="agency.registered.v1"):
    agency_id: AgencyId
    external_id: str
    terms: AgencyTerms


class AgencyAmended(WorkflowSchedulerEvent, type="agency.amended.v1"):
    """Other terms are agreed; they hold for what is approved from now on."""

    agency_id: AgencyId
    terms: AgencyTerms


class AgencyClosed(WorkflowSchedulerEvent, type="agency.closed.v1"):
    """Nothing more is placed with it; what it has it keeps until it is recalled or returned."""

    agency_id: AgencyId
    reason: str
