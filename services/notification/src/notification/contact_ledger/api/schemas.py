"""Contact ledgers as they are exported; the bytes of each row are those that were digested."""

from typing import Any

from pydantic import Field

from recoup_compliance.contact_ledger.checkpoint import Checkpoint, Signed
from recoup_compliance.contact_ledger.line import Line

SHA_256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


class LedgerRow(Line):
    """One line of a customer's contact ledger, as canonical JSON: keys in order, no blanks."""

    digest: str = Field(
        description="SHA-256 of the line: this row without `digest`, `evidence` and `salt`.",
        examples=[SHA_256],
    )
    evidence: dict[str, Any] | None = Field(
        default=None,
        description="What a verdict rests on; left out for outcomes, and once a person is forgotten.",
    )
    salt: str | None = Field(
        default=None,
        description="`evidence_digest` is SHA-256 of the salt, a line feed and the evidence.",
        examples=[SHA_256],
    )


class SignedCheckpoint(Signed):
    """The last line of each customer, signed: from then on nothing can be dropped unseen."""

    checkpoint: Checkpoint = Field(description="What was signed, as canonical JSON.")
    public_key: str = Field(description="Ed25519, in hexadecimal.", examples=[KEY])
    signature: str = Field(description="Ed25519, in hexadecimal.", examples=[2 * KEY])
