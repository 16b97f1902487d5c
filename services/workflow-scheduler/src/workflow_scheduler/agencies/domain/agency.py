"""An agency: registered once, under terms that may change, until it is closed."""

from collections.abc import Sequence
from datetime import date

from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import AgencyId
from recoup_events.kernel.refusals import Missing, Refused, Unacceptable
from recoup_events.workflow_scheduler import (
    AgencyAmended,
    AgencyClosed,
    AgencyRegistered,
    AgencyTerms,
)
from recoup_eventstore.decider import Decider


class AgencyRefused(Refused):
    """The agency's state does not allow this."""

    code = "agency_refused"


class DuplicateAgency(Refused):
    """The external id already names an agency; the first one stands."""

    code = "duplicate_agency"


class NotLicensed(Unacceptable):
    """The agency has no licence for where the customer is."""

    code = "agency_not_licensed"


class Agency(Value):
    """Under an id that nobody has registered it has no terms."""

    agency_id: AgencyId = AgencyId("")
    external_id: str = ""
    terms: AgencyTerms | None = None
    closed: str | None = None
    """Why, once it is."""

    def may_collect(self, country: str | None, subdivision: str | None, on: date) -> bool:
        """Whether a licence covers a place on a day; one by state needs the state to be known."""
        licences = () if self.terms is None else self.terms.licences
        return any(
            each.country == country
            and each.subdivision in (None, subdivision)
            and (each.valid_until is None or on <= each.valid_until)
            for each in licences
        )


class RegisterAgency(Command):
    agency_id: AgencyId
    external_id: str
    terms: AgencyTerms


class AmendAgency(Command):
    terms: AgencyTerms


class CloseAgency(Command):
    reason: str


AgencyCommand = RegisterAgency | AmendAgency | CloseAgency
AgencyEvent = AgencyRegistered | AgencyAmended | AgencyClosed


def decide(command: AgencyCommand, agency: Agency) -> Sequence[AgencyEvent]:
    """List every move an agency allows; what is not listed is refused."""
    match command:
        case RegisterAgency() if agency.terms is None:
            return [AgencyRegistered.model_validate(command, from_attributes=True)]
        case _ if agency.closed is not None:
            raise AgencyRefused(
                f"The agency was closed ({agency.closed}); register it anew under another external id."
            )
        case AmendAgency(terms=terms) if agency.terms is not None:
            changed = AgencyAmended(agency_id=agency.agency_id, terms=terms)
            return [] if terms == agency.terms else [changed]
        case CloseAgency(reason=reason) if agency.terms is not None:
            return [AgencyClosed(agency_id=agency.agency_id, reason=reason)]
        case _:
            raise AgencyRefused("There is an agency of this id already; read it.")


def evolve(agency: Agency, event: AgencyEvent) -> Agency:
    match event:
        case AgencyRegistered():
            return Agency(**dict(event))
        case AgencyAmended(terms=terms):
            return agency.model_copy(update={"terms": terms})
        case AgencyClosed(reason=reason):
            return agency.model_copy(update={"closed": reason})


AGENCY: Decider[AgencyCommand, Agency, AgencyEvent] = Decider("agency", Agency(), decide, evolve)


def open_agency(agency: Agency, id: str) -> AgencyTerms:
    """Under which terms something can be placed with it."""
    if agency.terms is None:
        raise UnknownAgency(
            f"There is no agency {id}; GET /v1/agencies lists yours.", pointer="/agency_id"
        )
    if agency.closed is not None:
        raise AgencyRefused(
            f"The agency was closed ({agency.closed}); nothing more is placed with it."
        )
    return agency.terms


class UnknownAgency(Unacceptable):
    """Nobody has registered an agency of this id."""

    code = "unknown_agency"


def terms_of(agency: Agency) -> AgencyTerms:
    """Of an agency that was registered."""
    if agency.terms is None:
        raise Missing("There is no such agency; check the id.")
    return agency.terms
