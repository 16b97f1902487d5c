"""Hours and numbers of one country, state or province that no other law shares."""

from datetime import date, time

from recoup_compliance.frequency import Cap
from recoup_compliance.quiet_hours import Hours, WeeklyHours
from recoup_compliance.rule import Basis, Rule
from recoup_compliance.scopes import (
    AUSTRALIAN_CALLS,
    DC_CALLS,
    DC_ELECTRONIC,
    MASSACHUSETTS_CALLS_AND_TEXTS,
    ONTARIO_AGENCIES,
    QUEBEC_AGENCIES,
)
from recoup_events.kernel.channels import Medium

_NINE_TO_NINE = Hours(opens=time(9), closes=time(21))
_SEVEN_TO_NINE = Hours(opens=time(7), closes=time(21))
_EIGHT_TO_EIGHT = Hours(opens=time(8), closes=time(20))

LOCAL_RULES = (
    Rule(
        id="au1-call-hours",
        basis=Basis.LAW,
        citation="ACCC and ASIC, Debt collection guideline for collectors and creditors",
        effective_from=date(2005, 10, 1),
        applies_to=AUSTRALIAN_CALLS,
        measure=WeeklyHours(
            weekdays=Hours(opens=time(7, 30), closes=time(21)),
            saturday=_NINE_TO_NINE,
            sunday=_NINE_TO_NINE,
        ),
    ),
    Rule(
        id="on1-agency-hours",
        basis=Basis.LAW,
        citation="Ontario, Collection and Debt Settlement Services Act, R.R.O. 1990, Reg. 74",
        effective_from=date(1990, 12, 31),
        applies_to=ONTARIO_AGENCIES,
        measure=WeeklyHours(
            weekdays=_SEVEN_TO_NINE,
            saturday=_SEVEN_TO_NINE,
            sunday=Hours(opens=time(13), closes=time(17)),
        ),
    ),
    Rule(
        id="qc1-agency-hours",
        basis=Basis.LAW,
        citation="Quebec, Act respecting the collection of certain debts, CQLR c. R-2.2",
        effective_from=date(1981, 4, 1),
        applies_to=QUEBEC_AGENCIES,
        measure=WeeklyHours(weekdays=_EIGHT_TO_EIGHT, saturday=_EIGHT_TO_EIGHT, sunday=None),
    ),
    Rule(
        id="ma1-calls-and-texts",
        basis=Basis.LAW,
        citation="940 CMR 7.04(1)(f); 209 CMR 18.16(1)(d)",
        effective_from=date(2012, 3, 2),
        applies_to=MASSACHUSETTS_CALLS_AND_TEXTS,
        measure=Cap(limit=2, days=7, together=(Medium.SMS, Medium.CALL)),
    ),
    Rule(
        id="dc1-call-cap",
        basis=Basis.LAW,
        citation="D.C. Code 28-3814",
        effective_from=date(2023, 1, 1),
        applies_to=DC_CALLS,
        measure=Cap(limit=4, days=7),
    ),
    Rule(
        id="dc1-electronic-cap",
        basis=Basis.LAW,
        citation="D.C. Code 28-3814",
        effective_from=date(2023, 1, 1),
        applies_to=DC_ELECTRONIC,
        measure=Cap(limit=5, days=7, together=(Medium.EMAIL, Medium.SMS)),
    ),
)
