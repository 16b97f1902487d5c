"""A line of a customer's contact ledger: canonical text that names the digest of the line before it.

What the rules were told about a person lies beside the line. The line holds only its salted digest,
so that a person can be forgotten and the chain still be verified.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Any

from pydantic import Field

from recoup_compliance.attempt import Attempt, Instant
from recoup_compliance.history import History
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, CustomerId, DebtId, PersonId, TenantId

NOTHING_BEFORE = ""
"""What the first line of a customer names as the digest before it."""
BESIDE = frozenset({"evidence", "salt", "digest"})
"""What an exported row holds beside the fields of its line."""


class Kind(StrEnum):
    """What a line says of a contact."""

    PERMITTED = "permitted"
    """It may be made: a message leaves at once, a call until its permission ends."""
    REFUSED = "refused"
    SENT = "sent"
    """The provider took the message."""
    FAILED = "failed"
    """The message was given up."""
    MADE = "made"
    """The call was made."""
    NOT_MADE = "not_made"
    """The call's permission was not used."""
    RECEIVED = "received"
    """The person called."""


class Evidence(Value):
    """What a verdict rests on."""

    attempt: Attempt | None = None
    """``None`` where the contact was refused before any rule was asked."""
    history: History | None = None
    inputs: dict[str, str] = Field(default_factory=dict)
    """What the refusal itself quotes."""


class Entry(Value):
    """What a line says, before it has its place in the chain."""

    kind: Kind
    at: Instant
    contact_id: str
    """Of the message or the call."""
    channel: Medium
    creditor_id: CreditorId
    person_id: PersonId | None = None
    """``None`` where there was nobody to write to."""
    attempt: int | None = Field(default=None, ge=1)
    """Which attempt to deliver a message it is; ``None`` for calls and for what was not tried."""
    debts: tuple[DebtId, ...] = ()
    rule: str | None = None
    """Which refused it."""
    rules_version: str | None = None
    retry_at: Instant | None = None
    until: Instant | None = None
    """How long a call's permission holds."""
    called_at: Instant | None = None
    counts: bool | None = None
    """Whether caps count the call."""
    conversation: bool | None = None


class Line(Entry):
    """An entry in its place."""

    tenant: TenantId
    customer_id: CustomerId
    sequence: int = Field(ge=1)
    """Counts the customer's lines from 1, without a gap."""
    previous: str
    evidence_digest: str | None = None

    @property
    def text(self) -> str:
        """The very text that is digested and kept."""
        return canonical(self.model_dump(mode="json", exclude_none=True))


def canonical(value: Mapping[str, Any]) -> str:
    """The one way to write it: keys in order, no blanks."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def sealed(evidence: str, salt: str) -> str:
    """The digest by which a line names its evidence; without the salt no guess can be tried."""
    return digest_of(f"{salt}\n{evidence}")


def row(line: str, digest: str, evidence: str | None, salt: str | None) -> str:
    """A line as it is exported."""
    fields: dict[str, Any] = json.loads(line) | {"digest": digest}
    if evidence is not None and salt is not None:
        fields |= {"evidence": json.loads(evidence), "salt": salt}
    return canonical(fields)
