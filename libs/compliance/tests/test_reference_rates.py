"""Reference rates: the tables are those that are published, and end where nobody knows them."""

import csv
from datetime import date
from pathlib import Path

import pytest

from recoup_compliance.interest.laws import BY_ID
from recoup_compliance.interest.reference_rates import (
    AT_BASE,
    BANK_RATE,
    DE_BASE,
    ECB,
    FR_LEGAL_INDIVIDUALS,
    FR_LEGAL_PROFESSIONALS,
    RATES,
    RateUnknown,
    ReferenceRate,
    hundredths,
)

PUBLISHED_RATES = Path(__file__).resolve().parents[4] / "shared/data/rates"


def test_a_rate_before_its_table_is_not_made_up() -> None:
    with pytest.raises(RateUnknown, match="the table begins on 2002-01-01"):
        DE_BASE.on(date(2001, 12, 31))


PUBLISHED = {
    BANK_RATE: ("boe-bank-rate.csv", "rate_percent"),
    ECB: ("ecb-main-refinancing.csv", "rate_percent"),
    DE_BASE: ("de-basiszinssatz.csv", "rate_percent"),
    AT_BASE: ("at-basiszinssatz.csv", "rate_percent"),
    FR_LEGAL_PROFESSIONALS: ("fr-taux-legal.csv", "professionals_percent"),
    FR_LEGAL_INDIVIDUALS: ("fr-taux-legal.csv", "individuals_percent"),
}


@pytest.mark.skipif(
    not PUBLISHED_RATES.is_dir(), reason="../shared/data/rates is not here: published rates"
)
@pytest.mark.parametrize("rate", RATES, ids=lambda rate: rate.id)
def test_the_tables_are_those_that_are_published(rate: ReferenceRate) -> None:
    name, column = PUBLISHED[rate]
    with (PUBLISHED_RATES / name).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert rate.on(date.fromisoformat(row["effective_from"])) == hundredths(row[column])


@pytest.mark.skipif(
    not PUBLISHED_RATES.is_dir(), reason="../shared/data/rates is not here: published rates"
)
def test_the_dutch_rate_is_the_ecb_s_and_eight_points() -> None:
    with (PUBLISHED_RATES / "nl-handelsrente.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["rate_percent"]]
    law = BY_ID["nl-business"]
    since = [row for row in rows if row["effective_from"] >= "2015-01-01"]
    assert since
    for row in since:
        day = date.fromisoformat(row["effective_from"])
        assert law.rate_on(day, day)[0] == hundredths(row["rate_percent"])
