"""Texts of the formats that our descriptions name, for the library that makes requests of them."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import available_timezones

import pycountry
import schemathesis
from hypothesis import strategies as st

from recoup_events.kernel.currencies import EXPONENTS

ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC"]
OFFSETS = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
SAMPLES = {
    "iso-4217": sorted(EXPONENTS),
    "iso-3166-1": ["DE", "AT", "CH", "US", "FR", "JP", "KW"],
    "iso-3166-2": sorted(each.code for each in pycountry.subdivisions if each.country_code == "US"),
    "time-zone": [zone for zone in ZONES if zone in available_timezones()],
    "iban": ["DE89370400440532013000", "NL91ABNA0417164300"],
    "bic": ["COBADEFFXXX", "ABNANL2A"],
    "aba-routing-number": ["111000025", "021000021"],
    "e164": ["+4930901820", "+12125550100"],
    "creditor-reference": ["RF18539007547034", "RF712348231"],
}


def register() -> None:
    """Make them known; again, it changes nothing."""
    for name, samples in SAMPLES.items():
        schemathesis.openapi.format(name, st.sampled_from(samples))
    days = st.dates(date(2001, 1, 1), date(2099, 12, 31))
    schemathesis.openapi.format("date", days.map(str))
    moments = st.datetimes(
        *map(datetime.fromisoformat, ("1971-01-01", "2198-12-31")), timezones=OFFSETS
    )
    schemathesis.openapi.format("date-time", moments.map(datetime.isoformat))
