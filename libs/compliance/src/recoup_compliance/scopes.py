"""The circles of people that several rules bind alike."""

from recoup_compliance.attempt import Purpose, Role
from recoup_compliance.rule import Applicability
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Medium

# The territories have country codes of their own, and the same federal law.
UNITED_STATES = ("US", "AS", "GU", "MP", "PR", "VI")

US_CONSUMER_DEBT = Applicability(
    # A creditor collecting in its own name is outside the FDCPA: 15 USC 1692a(6).
    roles=(Role.AGENCY, Role.DEBT_BUYER),
    debtors=(CustomerKind.NATURAL_PERSON, CustomerKind.SOLE_TRADER),
    purposes=(Purpose.CONSUMER,),
    countries=UNITED_STATES,
)
US_CONSUMER_CALLS = US_CONSUMER_DEBT.model_copy(update={"channels": (Medium.CALL,)})
US_TEXTS = Applicability(countries=UNITED_STATES, channels=(Medium.SMS,))
US_DEBT = Applicability(countries=UNITED_STATES)

GB_INDIVIDUALS = Applicability(
    debtors=(CustomerKind.NATURAL_PERSON, CustomerKind.SOLE_TRADER), countries=("GB",)
)

EVERYONE = Applicability()
CALLS = Applicability(channels=(Medium.CALL,))
TEXTS = Applicability(channels=(Medium.SMS,))
EMAILS = Applicability(channels=(Medium.EMAIL,))
