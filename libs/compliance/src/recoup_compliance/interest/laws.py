"""What each law grants a creditor who is paid late: a rate, how it is counted, and a fixed sum.

Not legal advice. Whether a law applies at all (the contract may say something else) is decided by
whoever asks for it.
"""

from datetime import date

from recoup_compliance.interest.day_count import DayCount
from recoup_compliance.interest.law import Band, FixedSum, Fixing, Law
from recoup_compliance.interest.reference_rates import (
    AT_BASE,
    BANK_RATE,
    DE_BASE,
    ECB,
    FR_LEGAL_INDIVIDUALS,
    FR_LEGAL_PROFESSIONALS,
)
from recoup_events.invoice import CustomerKind

BUSINESS = (CustomerKind.ENTITY, CustomerKind.SOLE_TRADER)
CONSUMER = (CustomerKind.NATURAL_PERSON,)


def _forty_euros(citation: str) -> FixedSum:
    return FixedSum(currency="EUR", bands=(Band(debt=0, sum=40_00),), citation=citation)


def _three_bands(currency: str, citation: str, *, from_more_than: bool = False) -> FixedSum:
    return FixedSum(
        currency=currency,
        bands=(
            Band(debt=0, sum=40_00),
            Band(debt=1_000_00, sum=70_00),
            Band(debt=10_000_00, sum=100_00),
        ),
        from_more_than=from_more_than,
        citation=citation,
    )


LAWS = (
    Law(
        id="gb-business",
        name="United Kingdom, commercial debts",
        citation="Late Payment of Commercial Debts (Interest) Act 1998; SI 2002/1675 art. 4",
        country="GB",
        debtors=BUSINESS,
        reference=BANK_RATE,
        margin=8_00,
        fixing=Fixing.DAY_BEFORE_HALF_YEAR,
        effective_from=date(2002, 8, 7),
        fixed_sum=_three_bands("GBP", "Late Payment of Commercial Debts (Interest) Act 1998 s. 5A"),
    ),
    Law(
        id="eu-business",
        name="European Union, between businesses",
        citation="Directive 2011/7/EU arts 2(6) and 3",
        country=None,
        debtors=BUSINESS,
        reference=ECB,
        margin=8_00,
        effective_from=date(2013, 3, 16),
        fixed_sum=_forty_euros("Directive 2011/7/EU art. 6"),
    ),
    Law(
        id="ie-business",
        name="Ireland, commercial transactions",
        citation="S.I. No. 580 of 2012",
        country="IE",
        debtors=BUSINESS,
        reference=ECB,
        margin=8_00,
        fixing=Fixing.FIRST_HALF_YEAR,
        effective_from=date(2013, 3, 16),
        fixed_sum=_three_bands("EUR", "S.I. No. 580 of 2012", from_more_than=True),
    ),
    Law(
        id="de-business",
        name="Germany, between businesses",
        citation="BGB 288(2)",
        country="DE",
        debtors=BUSINESS,
        reference=DE_BASE,
        margin=9_00,
        effective_from=date(2014, 7, 29),
        fixed_sum=_forty_euros("BGB 288(5)"),
    ),
    Law(
        id="de-consumer",
        name="Germany, owed by consumers",
        citation="BGB 288(1)",
        country="DE",
        debtors=CONSUMER,
        reference=DE_BASE,
        margin=5_00,
        effective_from=date(2002, 1, 1),
    ),
    Law(
        id="at-business",
        name="Austria, between businesses",
        citation="UGB 456",
        country="AT",
        debtors=BUSINESS,
        reference=AT_BASE,
        margin=9_20,
        effective_from=date(2013, 3, 16),
        fixed_sum=_forty_euros("UGB 458"),
    ),
    Law(
        id="at-consumer",
        name="Austria, owed by consumers",
        citation="ABGB 1000",
        country="AT",
        debtors=CONSUMER,
        reference=None,
        margin=4_00,
        effective_from=date(2002, 8, 1),
    ),
    Law(
        id="fr-business",
        name="France, between businesses",
        citation="Code de commerce L441-10 II",
        country="FR",
        debtors=BUSINESS,
        reference=ECB,
        margin=10_00,
        effective_from=date(2009, 1, 1),
        fixed_sum=_forty_euros("Code de commerce D441-5"),
    ),
    Law(
        id="fr-legal-professional",
        name="France, legal interest of a professional creditor",
        citation="Code civil 1231-6",
        country="FR",
        debtors=CONSUMER,
        reference=FR_LEGAL_PROFESSIONALS,
        margin=0,
        effective_from=date(2015, 1, 1),
    ),
    Law(
        id="fr-legal-private",
        name="France, legal interest of a private creditor",
        citation="Code civil 1231-6",
        country="FR",
        debtors=(*BUSINESS, *CONSUMER),
        reference=FR_LEGAL_INDIVIDUALS,
        margin=0,
        effective_from=date(2015, 1, 1),
    ),
    Law(
        id="nl-business",
        name="Netherlands, commercial transactions",
        citation="BW 6:119a",
        country="NL",
        debtors=BUSINESS,
        reference=ECB,
        margin=8_00,
        effective_from=date(2013, 3, 16),
        compounds=True,
        fixed_sum=_forty_euros("BW 6:96(4)"),
    ),
    Law(
        id="ch",
        name="Switzerland",
        citation="OR 104(1)",
        country="CH",
        debtors=(*BUSINESS, *CONSUMER),
        reference=None,
        margin=5_00,
        effective_from=date(1912, 1, 1),
        day_count=DayCount.THIRTY_360,
        payment_day_counts=False,
    ),
)
BY_ID = {law.id: law for law in LAWS}
