"""What states and cities of the USA add: caps, hours, consent, and who is bound like a collection agency."""

from datetime import date

from recoup_compliance.attempt import Place, Purpose
from recoup_compliance.condition_rules import CEASED, REPRESENTED
from recoup_compliance.frequency import Cap
from recoup_compliance.inconvenient import AvoidStatedPlace, AvoidStatedTimes
from recoup_compliance.moratorium import NoContact
from recoup_compliance.opt_out import RequireConsent
from recoup_compliance.quiet_hours import EIGHT_TO_NINE
from recoup_compliance.rule import Applicability, Basis, Checked, Measure, Rule
from recoup_compliance.scopes import (
    ALL_MEDIA,
    ELECTRONIC,
    INSTANT,
    THIRD_PARTIES,
    WITH_LETTERS,
    consumers_in,
    individuals_in,
    new_yorkers,
)
from recoup_events.kernel.channels import Medium
from recoup_events.notification import ConsentBasis

# What the contract says of mails and texts, in words that are kept, is consent to the creditor.
_CONSENT = RequireConsent(bases=(ConsentBasis.EXPRESS_CONSENT, ConsentBasis.CONTRACT))
_CALLS_AND_TEXTS = (Medium.CALL, Medium.SMS)


def _massachusetts(
    id: str, citation: str, applies_to: Applicability, measure: Measure, version: int = 1
) -> Rule:
    return Rule(
        id=id,
        version=version,
        basis=Basis.LAW,
        citation=citation,
        effective_from=date(2012, 3, 2),
        dated=Checked.TO_BE_CONFIRMED,
        applies_to=applies_to,
        measure=measure,
    )


MASSACHUSETTS = (
    _massachusetts(
        "ma1-calls-and-texts",
        "940 CMR 7.04(1)(f); 209 CMR 18.16(1)(d)",
        consumers_in("US-MA", _CALLS_AND_TEXTS),
        Cap(limit=2, days=7, together=(Medium.SMS, Medium.CALL)),
    ),
    _massachusetts(
        "ma1-calls-elsewhere",
        "940 CMR 7.04(1)(f); 209 CMR 18.16(1)(d)",
        consumers_in("US-MA", (Medium.CALL,)),
        Cap(limit=2, days=30, at=(Place.WORK, Place.OTHER)),
    ),
    _massachusetts(
        "ma1-quiet-hours",
        "940 CMR 7.04(1)(f), 7.05; 209 CMR 18.16(1)",
        consumers_in("US-MA", _CALLS_AND_TEXTS),
        EIGHT_TO_NINE,
    ),
    _massachusetts(
        "ma1-attorney",
        "209 CMR 18.16(1)(b)",
        consumers_in("US-MA").model_copy(update={"roles": THIRD_PARTIES}),
        REPRESENTED,
    ),
)


def _washington(id: str, channels: tuple[Medium, ...], measure: Measure, version: int = 1) -> Rule:
    return Rule(
        id=id,
        version=version,
        basis=Basis.LAW,
        citation="RCW 19.16.250, as the Attorney General of Washington describes it",
        effective_from=date(1972, 1, 1),
        dated=Checked.TO_BE_CONFIRMED,
        applies_to=individuals_in("US", "US-WA", channels, roles=THIRD_PARTIES),
        measure=measure,
    )


WASHINGTON = (
    _washington("wa1-week-cap", WITH_LETTERS, Cap(limit=3, days=7, together=WITH_LETTERS), 2),
    _washington("wa1-work-cap", (Medium.CALL,), Cap(limit=1, days=7, at=(Place.WORK,))),
    _washington("wa1-quiet-hours", INSTANT, EIGHT_TO_NINE),
)


def _new_york_city(
    id: str, channels: tuple[Medium, ...], measure: Measure, version: int = 1
) -> Rule:
    """Whether a creditor's debt is "in collections" is not asked: what Recoup chases, is."""
    return Rule(
        id=id,
        version=version,
        basis=Basis.LAW,
        citation="6 RCNY 5-77, as amended",
        checked=Checked.SECONDARY_SOURCE,
        effective_from=date(2026, 9, 1),
        dated=Checked.SECONDARY_SOURCE,
        applies_to=new_yorkers(channels),
        measure=measure,
    )


NEW_YORK_CITY = (
    _new_york_city("nyc1-week-cap", WITH_LETTERS, Cap(limit=3, days=7, together=WITH_LETTERS), 2),
    _new_york_city("nyc1-electronic-consent", ELECTRONIC, _CONSENT),
)


def _columbia(id: str, channels: tuple[Medium, ...], measure: Measure) -> Rule:
    return Rule(
        id=id,
        basis=Basis.LAW,
        citation="D.C. Code 28-3814, as D.C. Law 24-154 amends it",
        effective_from=date(2023, 1, 1),
        applies_to=consumers_in("US-DC", channels),
        measure=measure,
    )


DISTRICT_OF_COLUMBIA = (
    _columbia("dc1-call-cap", (Medium.CALL,), Cap(limit=4, days=7)),
    _columbia("dc1-electronic-cap", ELECTRONIC, Cap(limit=5, days=7, together=ELECTRONIC)),
    _columbia("dc1-electronic-consent", ELECTRONIC, _CONSENT),
    Rule(
        # While the emergency lasted and for 60 days: the next one is another line like this.
        id="dc2-public-health-emergency",
        basis=Basis.LAW,
        citation="D.C. Code 28-3814(l) and (m), as emergency acts of 2020 and 2021 had them",
        checked=Checked.TO_BE_CONFIRMED,
        effective_from=date(2020, 3, 11),
        effective_until=date(2021, 9, 24),
        dated=Checked.TO_BE_CONFIRMED,
        applies_to=consumers_in("US-DC", ALL_MEDIA),
        measure=NoContact(),
    ),
)

_COVERED_DEBT = individuals_in("US", "US-CA", purposes=(Purpose.COMMERCIAL,))


def _californian(id: str, federal: str, measure: Measure, version: int = 1) -> tuple[Rule, Rule]:
    """Who collects its own debts is bound as well, and since July 2025 of a person's business debts.

    Those above USD 500,000 are not covered; they are treated alike, as nobody adds them up here.
    """
    ca2 = Rule(
        id=f"ca2-{id}",
        version=version,
        basis=Basis.LAW,
        citation=f"Cal. Civ. Code 1788.2(c), 1788.17 (Rosenthal Act), which takes in {federal}",
        checked=Checked.SECONDARY_SOURCE,
        effective_from=date(2000, 1, 1),
        dated=Checked.TO_BE_CONFIRMED,
        applies_to=_instant_only(consumers_in("US-CA"), measure),
        measure=measure,
    )
    ca1 = Rule(
        id=f"ca1-{id}",
        basis=Basis.LAW,
        citation=f"Cal. SB 1286 (Rosenthal Act, covered commercial debt), with {federal}",
        checked=Checked.SECONDARY_SOURCE,
        effective_from=date(2025, 7, 1),
        applies_to=_instant_only(_COVERED_DEBT, measure),
        measure=measure,
    )
    return ca2, ca1


def _instant_only(bound: Applicability, measure: Measure) -> Applicability:
    """A letter is read when its reader likes."""
    return bound.model_copy(update={"channels": INSTANT}) if measure is EIGHT_TO_NINE else bound


CALIFORNIA = (
    *_californian("quiet-hours", "15 USC 1692c(a)(1)", EIGHT_TO_NINE, version=2),
    *_californian("inconvenient-time", "15 USC 1692c(a)(1)", AvoidStatedTimes()),
    *_californian("inconvenient-place", "15 USC 1692c(a)(1), (3)", AvoidStatedPlace()),
    *_californian("attorney", "15 USC 1692c(a)(2)", REPRESENTED),
    *_californian("cease-in-writing", "15 USC 1692c(c)", CEASED),
)

STATE_RULES = (
    *MASSACHUSETTS,
    *WASHINGTON,
    *NEW_YORK_CITY,
    *DISTRICT_OF_COLUMBIA,
    *CALIFORNIA,
)
