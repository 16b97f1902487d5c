"""Rates as people write them."""

from typing import Annotated

from pydantic import Field

Percent = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]?)(\.[0-9]{1,4})?$")]
"""Per cent, e.g. ``19`` or ``5.5``."""
YearlyPercent = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]?)(\.[0-9]{1,2})?$")]
"""A year's interest, in per cent: reference rates have no more than two decimals."""
