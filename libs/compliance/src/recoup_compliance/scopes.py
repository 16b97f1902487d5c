"""The circles of people that several rules bind alike."""

from datetime import date

from recoup_compliance.attempt import Purpose, Role
from recoup_compliance.localities import NEW_YORK_CITY
from recoup_compliance.rule import Applicability
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Medium

# The territories have country codes of their own, and the same federal law.
UNITED_STATES = ("US", "AS", "GU", "MP", "PR", "VI")

FDCPA = date(1978, 3, 20)
INDIVIDUALS = (CustomerKind.NATURAL_PERSON, CustomerKind.SOLE_TRADER)
THIRD_PARTIES = (Role.AGENCY, Role.DEBT_BUYER)

INSTANT = (Medium.EMAIL, Medium.SMS, Medium.CALL)
"""What reaches a person at the moment at which it is sent, so that the hour matters."""
ELECTRONIC = (Medium.EMAIL, Medium.SMS)
ALL_MEDIA = (Medium.EMAIL, Medium.SMS, Medium.CALL)
WITH_LETTERS = (*ALL_MEDIA, Medium.LETTER)
"""Where the law counts contacts by whatever medium."""

US_CONSUMER_DEBT = Applicability(
    # A creditor collecting in its own name is outside the FDCPA: 15 USC 1692a(6).
    roles=THIRD_PARTIES,
    debtors=INDIVIDUALS,
    purposes=(Purpose.CONSUMER,),
    countries=UNITED_STATES,
)
US_CONSUMER_CALLS = US_CONSUMER_DEBT.model_copy(update={"channels": (Medium.CALL,)})
US_TEXTS = Applicability(countries=UNITED_STATES, channels=(Medium.SMS,))
US_TEXTS_TO_PEOPLE = US_TEXTS.model_copy(update={"debtors": INDIVIDUALS})
US_TEXTS_AND_CALLS = US_TEXTS.model_copy(update={"channels": (Medium.SMS, Medium.CALL)})
US_DEBT = Applicability(countries=UNITED_STATES)


def individuals_in(
    country: str,
    subdivision: str | None = None,
    channels: tuple[Medium, ...] | None = None,
    *,
    roles: tuple[Role, ...] | None = None,
    purposes: tuple[Purpose, ...] | None = None,
) -> Applicability:
    """Whoever collects, also the creditor itself, unless roles are named."""
    return Applicability(
        roles=roles,
        debtors=INDIVIDUALS,
        purposes=purposes,
        countries=(country,),
        subdivisions=None if subdivision is None else (subdivision,),
        channels=channels,
    )


def consumers_in(state: str, channels: tuple[Medium, ...] | None = None) -> Applicability:
    """Consumer debt in a state of the USA, whoever collects it."""
    return individuals_in("US", state, channels, purposes=(Purpose.CONSUMER,))


def new_yorkers(channels: tuple[Medium, ...]) -> Applicability:
    """Consumers in the city; in the state, where nobody knows whether it is the city."""
    return consumers_in("US-NY", channels).model_copy(update={"localities": (NEW_YORK_CITY,)})


GB_INDIVIDUALS = individuals_in("GB")

EVERYONE = Applicability()
CALLS = Applicability(channels=(Medium.CALL,))
TEXTS = Applicability(channels=(Medium.SMS,))
EMAILS = Applicability(channels=(Medium.EMAIL,))
