"""Invents the debtors of a generated ledger: nameless, at addresses that lead nowhere."""

from dataclasses import dataclass
from datetime import date
from random import Random

from recoup_cli.ledger.chance import dealt, drawn, happens
from recoup_cli.ledger.debtor_behaviour import HABITS, Behaviour
from recoup_cli.ledger.entries import Entry, GrantConsent, Person, RegisterCustomer, instant_of
from recoup_cli.ledger.markets import MARKETS, Market
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.notification import ConsentBasis

_AGREES_TO_SMS = 70


@dataclass(frozen=True, slots=True)
class _Kind:
    weight: int
    kind: CustomerKind
    billing: str
    """Who opens the invoice; a role, never a name."""


_KINDS = (
    _Kind(88, CustomerKind.ENTITY, "Accounts payable"),
    _Kind(8, CustomerKind.SOLE_TRADER, "Owner"),
    _Kind(4, CustomerKind.NATURAL_PERSON, "Account holder"),
)


@dataclass(frozen=True, slots=True)
class Debtor:
    """A customer as the ERP knows it, and the habit that only the generator knows."""

    market: Market
    behaviour: Behaviour
    registration: RegisterCustomer
    consents: tuple[GrantConsent, ...]

    @property
    def id(self) -> str:
        return self.registration.customer

    @property
    def introduction(self) -> tuple[Entry, ...]:
        return (self.registration, *self.consents)


def invent(count: int, registered: date, random: Random) -> list[Debtor]:
    markets = dealt(MARKETS, count, random)
    habits = dealt(HABITS, count, random)
    return [
        _debtor(number, market, behaviour, registered, random)
        for number, (market, behaviour) in enumerate(zip(markets, habits, strict=True), start=1)
    ]


def _debtor(number: int, market: Market, behaviour: Behaviour, day: date, random: Random) -> Debtor:
    kind = drawn(_KINDS, random)
    is_company = kind.kind is CustomerKind.ENTITY
    registration = RegisterCustomer(
        at=instant_of(day),
        customer=f"C{number:03d}",
        name=f"Customer {number:03d}" + (f" {market.legal_form}" if is_company else ""),
        kind=kind.kind,
        country=market.country,
        time_zone=market.time_zone,
        language=market.language,
        persons=_persons(number, kind, market),
    )
    return Debtor(market, behaviour, registration, _consents(registration, random))


def _persons(number: int, kind: _Kind, market: Market) -> tuple[Person, ...]:
    domain = f"customer-{number:03d}.example"
    phone = market.phone(number)
    billing = Person(
        external_id="billing",
        name=kind.billing,
        roles=(ContactRole.BILLING,),
        emails=(f"billing@{domain}",),
        phones=() if phone is None else (phone,),
    )
    if kind.kind is not CustomerKind.ENTITY:
        return (billing,)
    decides = Person(
        external_id="finance",
        name="Head of finance",
        roles=(ContactRole.DECISION_MAKER,),
        emails=(f"finance@{domain}",),
    )
    leads = Person(
        external_id="board",
        name="Managing director",
        roles=(ContactRole.SENIOR_LEADERSHIP,),
        emails=(f"board@{domain}",),
    )
    return billing, decides, leads


def _consents(registration: RegisterCustomer, random: Random) -> tuple[GrantConsent, ...]:
    email = GrantConsent(
        at=registration.at,
        customer=registration.customer,
        channel=Channel.EMAIL,
        basis=ConsentBasis.CONTRACT,
        words="Invoices and reminders are sent by email.",
    )
    has_phone = any(person.phones for person in registration.persons)
    if not (has_phone and happens(_AGREES_TO_SMS, random)):
        return (email,)
    sms = GrantConsent(
        at=registration.at,
        customer=registration.customer,
        channel=Channel.SMS,
        basis=ConsentBasis.EXPRESS_CONSENT,
        words="You may remind us by text message at this number.",
    )
    return email, sms
