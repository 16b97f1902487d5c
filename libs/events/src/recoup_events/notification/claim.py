"""Claims: what the words of a message assert, and what has to be true for it to be sent."""

from enum import StrEnum


class Claim(StrEnum):
    """What a template says will be charged or done; nothing is asserted that is not proven."""

    INTEREST = "interest"
    """Interest is charged, by a clause of the agreement or by law."""
    LATE_FEE = "late_fee"
    COLLECTION_COSTS = "collection_costs"
    """The customer bears what collecting costs, by a clause, or the fixed sum of a law."""
    ACCELERATION = "acceleration"
    """What is not due yet becomes due."""
    LIEN = "lien"
    AGENCY = "agency"
    """The debt is given to a collection agency."""
    SUIT = "suit"
    """The creditor goes to court."""
    PREPAYMENT = "prepayment"
    """New orders are delivered against payment only, or not at all."""
