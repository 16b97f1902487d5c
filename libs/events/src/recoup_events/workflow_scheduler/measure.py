"""Measures: what a creditor may do when words have not helped."""

from enum import StrEnum


class Measure(StrEnum):
    """How far a creditor may go; none is taken without a person's decision."""

    ACCELERATION = "acceleration"
    """What is not due yet becomes due."""
    LIEN = "lien"
    AGENCY = "agency"
    SUIT = "suit"
