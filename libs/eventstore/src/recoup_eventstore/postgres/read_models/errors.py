"""Why a rebuild did not end with new tables; each says what to do next."""

from collections.abc import Mapping

from recoup_eventstore.postgres.read_models.comparison import Difference


class RebuildRefused(Exception):
    """It cannot be done as things are; nothing was changed."""


class BuildsDiffer(RebuildRefused):
    """The new build does not hold what the live one holds; readers see what they saw before."""

    def __init__(self, differences: Mapping[str, Difference]) -> None:
        listed = "; ".join(f"{table}: {found}" for table, found in differences.items())
        super().__init__(
            f"not the same as the live build: {listed}. Nothing was flipped; `--drop` the new build, "
            "or, when its changes mean something else by now, `--accept-differences`"
        )
        self.differences = differences
