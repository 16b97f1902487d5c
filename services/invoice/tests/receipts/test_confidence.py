"""How sure a match is stands on the page that explains it, number by number."""

import re
from pathlib import Path

from invoice.receipts.domain import confidence

PAGE = Path(__file__).parents[4] / "docs/how-to/match-payments.md"
SURE = [
    confidence.REFERENCE_EXACT,
    confidence.REFERENCE_PART,
    confidence.REFERENCE_MORE,
    confidence.NUMBER_EXACT,
    confidence.NUMBER_PART,
    confidence.NUMBER_OTHER,
    confidence.NUMBER_AMBIGUOUS,
    confidence.AMOUNT_OF_ACCOUNT,
    confidence.AMOUNT_OF_NAME,
    confidence.SUM_OF_ACCOUNT,
    confidence.SUM_OF_NAME,
    confidence.SEVERAL_SUMS,
    confidence.LONGEST_DUE_OF_ACCOUNT,
    confidence.LONGEST_DUE_OF_NAME,
]


def test_the_table_on_the_page_is_the_one_that_holds() -> None:
    page = PAGE.read_text()
    assert [int(sure) for sure in re.findall(r"^\|.*\| (\d+) \|$", page, re.MULTILINE)] == SURE
    assert f"Less {confidence.DIGITS_ALONE} where" in page
    assert f"less {confidence.SHORT_NUMBER} where" in page
    assert f"At most {confidence.SHARED_PAYER} where" in page
