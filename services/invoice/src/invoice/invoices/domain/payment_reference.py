"""What a payer is asked to name: a structured reference, whose check digits catch a typing error."""

import re
from hashlib import sha256

from stdnum import iso11649
from stdnum.ch import esr
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10

from recoup_events.kernel.ids import InvoiceId

LONGEST = 35
"""Characters of a structured reference in ISO 20022."""
_QR = re.compile(r"[0-9]{27}")
_RF = re.compile(r"RF[0-9]{2}[0-9A-Z]{1,21}")
_PLAIN = re.compile(rf"[0-9A-Z]{{1,{LONGEST}}}")
_DIGITS = 18
"""Of a derived reference: a million invoices share none, but for one in ten million times."""


class WrongReference(ValueError):
    """The reference cannot be the one that was meant."""


def compact(written: str) -> str:
    """Without the spaces and signs that people put between its groups."""
    return re.sub(r"[^0-9A-Z]", "", written.upper())


def checked(written: str) -> str:
    """The reference as it is compared; raises ``WrongReference`` where its own digits speak against it."""
    reference = compact(written)
    if not _PLAIN.fullmatch(reference):
        raise WrongReference(
            f"a reference has at most {LONGEST} letters and digits from A to Z and 0 to 9"
        )
    if reference.startswith("RF") and reference[2:4].isdigit():
        _check_rf(reference)
    elif _QR.fullmatch(reference) and not esr.is_valid(reference):
        raise WrongReference(
            f"{reference} has 27 digits like a Swiss QR reference, and its last one does not fit "
            "the others"
        )
    return reference


def _check_rf(reference: str) -> None:
    if not _RF.fullmatch(reference):
        raise WrongReference(
            f"{reference} begins like an ISO 11649 reference; that has 5 to 25 characters"
        )
    try:
        iso11649.validate(reference)
    except ValidationError:
        raise WrongReference(
            f"{reference} begins like an ISO 11649 reference, and its check digits do not fit the rest"
        ) from None


def number_in(reference: str) -> str | None:
    """What an ISO 11649 reference is made of: many creditors put the invoice's number there."""
    return reference[4:] if _RF.fullmatch(reference) else None


def derived_reference(id: InvoiceId) -> str:
    """The ISO 11649 reference of an invoice that was given none."""
    digits = str(int.from_bytes(sha256(id.encode()).digest()) % 10**_DIGITS).zfill(_DIGITS)
    return f"RF{mod_97_10.calc_check_digits(digits + 'RF')}{digits}"
