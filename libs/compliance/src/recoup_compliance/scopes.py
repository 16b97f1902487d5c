"""The circles of people that several rules bind alike."""

from datetime import date

from recoup_compliance.attempt import Purpose, Role
from recoup_compliance.rule import Applicability
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Medium

# The territories have country codes of their own, and the same federal law.
UNITED_STATES = ("US", "AS", "GU", "MP", "PR", "VI")

FDCPA = date(1978, 3, 20)
_INDIVIDUALS = (CustomerKind.NATURAL_PERSON, CustomerKind.SOLE_TRADER)

US_CONSUMER_DEBT = Applicability(
    # A creditor collecting in its own name is outside the FDCPA: 15 USC 1692a(6).
    roles=(Role.AGENCY, Role.DEBT_BUYER),
    debtors=_INDIVIDUALS,
    purposes=(Purpose.CONSUMER,),
    countries=UNITED_STATES,
)
US_CONSUMER_CALLS = US_CONSUMER_DEBT.model_copy(update={"channels": (Medium.CALL,)})
US_TEXTS = Applicability(countries=UNITED_STATES, channels=(Medium.SMS,))
US_DEBT = Applicability(countries=UNITED_STATES)


def _consumers_in(state: str, channels: tuple[Medium, ...] | None = None) -> Applicability:
    """Whoever collects, also the creditor itself."""
    return Applicability(
        debtors=_INDIVIDUALS,
        purposes=(Purpose.CONSUMER,),
        countries=("US",),
        subdivisions=(state,),
        channels=channels,
    )


CALIFORNIA_CONSUMER_DEBT = _consumers_in("US-CA")
MASSACHUSETTS_CALLS_AND_TEXTS = _consumers_in("US-MA", (Medium.CALL, Medium.SMS))
DC_CALLS = _consumers_in("US-DC", (Medium.CALL,))
DC_ELECTRONIC = _consumers_in("US-DC", (Medium.EMAIL, Medium.SMS))

AUSTRALIAN_CALLS = Applicability(debtors=_INDIVIDUALS, countries=("AU",), channels=(Medium.CALL,))
ONTARIO_AGENCIES, QUEBEC_AGENCIES = (
    Applicability(
        roles=(Role.AGENCY, Role.DEBT_BUYER),
        debtors=_INDIVIDUALS,
        countries=("CA",),
        subdivisions=(province,),
    )
    for province in ("CA-ON", "CA-QC")
)

GB_INDIVIDUALS = Applicability(debtors=_INDIVIDUALS, countries=("GB",))

EVERYONE = Applicability()
CALLS = Applicability(channels=(Medium.CALL,))
TEXTS = Applicability(channels=(Medium.SMS,))
EMAILS = Applicability(channels=(Medium.EMAIL,))
