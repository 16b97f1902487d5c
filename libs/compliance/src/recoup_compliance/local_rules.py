"""Hours and numbers of Australia and of Canada's provinces."""

from datetime import date, time

from recoup_compliance.frequency import Cap
from recoup_compliance.public_holidays import public_holidays
from recoup_compliance.quiet_hours import Hours, NoContactOnHolidays, WeeklyHours
from recoup_compliance.rule import Applicability, Basis, Checked, Measure, Rule
from recoup_compliance.scopes import ALL_MEDIA, INSTANT, THIRD_PARTIES, WITH_LETTERS, individuals_in
from recoup_events.kernel.channels import Medium

_NINE_TO_NINE = Hours(opens=time(9), closes=time(21))
_SEVEN_TO_NINE = Hours(opens=time(7), closes=time(21))
_EIGHT_TO_EIGHT = Hours(opens=time(8), closes=time(20))
_AUSTRALIAN_HOLIDAYS = public_holidays("AU")
_GUIDELINE = "ACCC and ASIC, Debt collection guideline for collectors and creditors, part 2"


def _australian(
    id: str, section: str, channels: tuple[Medium, ...], measure: Measure, version: int = 1
) -> Rule:
    """A guideline, kept as if it were law: outside it contact may be undue harassment."""
    return Rule(
        id=id,
        version=version,
        basis=Basis.LAW,
        citation=f"{_GUIDELINE}, section {section}",
        effective_from=date(2005, 10, 1),
        dated=Checked.TO_BE_CONFIRMED,
        applies_to=individuals_in("AU", channels=channels),
        measure=measure,
    )


_ONTARIO = individuals_in("CA", "CA-ON", INSTANT, roles=THIRD_PARTIES)
_QUEBEC = individuals_in("CA", "CA-QC", INSTANT, roles=THIRD_PARTIES)


def _ontarian(id: str, applies_to: Applicability, measure: Measure, version: int = 1) -> Rule:
    return Rule(
        id=id,
        version=version,
        basis=Basis.LAW,
        citation="Ontario, Collection and Debt Settlement Services Act, R.R.O. 1990, Reg. 74",
        checked=Checked.SECONDARY_SOURCE,
        effective_from=date(1990, 12, 31),
        dated=Checked.TO_BE_CONFIRMED,
        applies_to=applies_to,
        measure=measure,
    )


LOCAL_RULES = (
    _australian(
        "au1-call-hours",
        "4",
        (Medium.CALL,),
        WeeklyHours(
            weekdays=Hours(opens=time(7, 30), closes=time(21)),
            saturday=_NINE_TO_NINE,
            sunday=_NINE_TO_NINE,
            holidays=_AUSTRALIAN_HOLIDAYS,
        ),
        version=2,
    ),
    _australian("au1-holidays", "4", INSTANT, NoContactOnHolidays(holidays=_AUSTRALIAN_HOLIDAYS)),
    # The guideline counts contacts that were made; attempts are counted, which is stricter.
    _australian("au1-week-cap", "5", WITH_LETTERS, Cap(limit=3, days=7, together=WITH_LETTERS), 2),
    # Ten in any 31 days are never more than ten in a month.
    _australian(
        "au1-month-cap", "5", WITH_LETTERS, Cap(limit=10, days=31, together=WITH_LETTERS), 2
    ),
    _ontarian(
        "on1-agency-hours",
        _ONTARIO,
        WeeklyHours(
            weekdays=_SEVEN_TO_NINE,
            saturday=_SEVEN_TO_NINE,
            sunday=Hours(opens=time(13), closes=time(17)),
            holidays=public_holidays("CA-ON"),
        ),
        version=2,
    ),
    # Counted from the first conversation on by the regulation, always here; not by ordinary mail.
    _ontarian("on1-week-cap", _ONTARIO, Cap(limit=3, days=7, together=ALL_MEDIA)),
    Rule(
        id="qc1-agency-hours",
        version=2,
        basis=Basis.LAW,
        citation="Quebec, Act respecting the collection of certain debts, CQLR c. R-2.2; "
        "Office de la protection du consommateur, Times and days when you may be contacted",
        effective_from=date(1981, 4, 1),
        dated=Checked.TO_BE_CONFIRMED,
        applies_to=_QUEBEC,
        measure=WeeklyHours(
            weekdays=_EIGHT_TO_EIGHT,
            saturday=_EIGHT_TO_EIGHT,
            sunday=None,
            holidays=public_holidays("CA-QC"),
        ),
    ),
)
