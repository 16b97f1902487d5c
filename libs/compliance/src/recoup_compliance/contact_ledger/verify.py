"""Verifies an export of contact ledgers, without a database and without trust in who exported it."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from recoup_compliance.contact_ledger.checkpoint import Checkpoint, opened
from recoup_compliance.contact_ledger.course import Course
from recoup_compliance.contact_ledger.line import (
    BESIDE,
    NOTHING_BEFORE,
    Evidence,
    Kind,
    Line,
    canonical,
    digest_of,
    sealed,
)
from recoup_compliance.contact_ledger.report import Report
from recoup_compliance.contact_ledger.verdicts import difference
from recoup_events.kernel.ids import CustomerId, TenantId

Key = tuple[TenantId, CustomerId]


class _Last(NamedTuple):
    key: Key
    sequence: int
    digest: str


class Verification:
    """One export, row by row: each customer's lines together and in order, and checkpoints anywhere."""

    def __init__(self, public_key: str | None = None) -> None:
        self.report = Report()
        self._trusted = public_key
        self._last: _Last | None = None
        self._course = Course()
        self._digests: dict[tuple[Key, int], str] = {}
        self._checkpoints: list[tuple[str, Checkpoint]] = []

    def take(self, number: int, text: str) -> None:
        """The next row of the file."""
        where = f"row {number}"
        fields = _read(text)
        if fields is None:
            self.report.found(where, "it is not written as it was exported")
        elif "checkpoint" in fields:
            self._take_checkpoint(where, fields)
        else:
            self._take_line(where, fields)

    def _take_checkpoint(self, where: str, fields: dict[str, Any]) -> None:
        key = self._trusted or str(fields.get("public_key"))
        checkpoint = opened(fields, key)
        if checkpoint is None or fields.get("public_key") != key:
            self.report.found(
                where, "the checkpoint is not signed by the key, or was changed since"
            )
            return
        self._checkpoints.append((where, checkpoint))
        self.report.checkpoints += 1
        self.report.vouched.add(key)

    def _take_line(self, where: str, fields: dict[str, Any]) -> None:
        own = {name: value for name, value in fields.items() if name not in BESIDE}
        try:
            line = Line.model_validate(own)
        except ValidationError:
            self.report.found(where, "it is no line of a contact ledger")
            return
        where = f"{where}, customer {line.customer_id}, line {line.sequence}"
        digest = str(fields.get("digest"))
        if digest_of(canonical(own)) != digest:
            self.report.found(where, "its content is not what its digest was taken of")
        self._chain(where, line, digest)
        self._judge(where, line, fields)
        for wrong in self._course.take(line):
            self.report.found(where, wrong)
        self.report.lines += 1
        self.report.kinds[line.kind] = self.report.kinds.get(line.kind, 0) + 1

    def _chain(self, where: str, line: Line, digest: str) -> None:
        key = (line.tenant, line.customer_id)
        last = self._last
        if last is None or last.key < key:
            last = _Last(key, 0, NOTHING_BEFORE)
            self._course = Course()
        if last.key > key or line.sequence <= last.sequence:
            self.report.found(where, "it stands behind a later one: lines were swapped or repeated")
        elif line.sequence > last.sequence + 1:
            first, final = last.sequence + 1, line.sequence - 1
            missing = f"line {first} is" if first == final else f"lines {first} to {final} are"
            self.report.found(where, f"{missing} missing before it")
        elif line.previous != last.digest:
            self.report.found(
                where, f"it does not follow on line {last.sequence} as it stands here"
            )
        self._last = _Last(key, line.sequence, digest)
        self._digests[key, line.sequence] = digest

    def _judge(self, where: str, line: Line, fields: dict[str, Any]) -> None:
        if line.kind not in (Kind.PERMITTED, Kind.REFUSED):
            return
        self.report.verdicts += 1
        evidence, wrong = _evidence(line, fields)
        if evidence is not None:
            found = difference(line, evidence) or self._course.unknown_to(line, evidence)
            self.report.unasked += evidence.attempt is None
            self.report.verified += found is None
            wrong = found
        elif wrong is None:
            self.report.forgotten += 1
        if wrong is not None:
            self.report.found(where, wrong)

    def end(self) -> Report:
        """What was found, once every row was taken."""
        for where, checkpoint in self._checkpoints:
            for head in checkpoint.heads:
                key = (checkpoint.tenant, head.customer_id)
                found = self._digests.get((key, head.sequence))
                line = f"{where}, customer {head.customer_id}, line {head.sequence}"
                if found is None:
                    self.report.found(line, "it was there at the checkpoint, and is missing")
                elif found != head.digest:
                    self.report.found(line, "it is not the line that was there at the checkpoint")
        if self.report.lines and not self._checkpoints:
            self.report.found("the file", "no checkpoint: lines may be missing at a customer's end")
        return self.report


def verify(rows: Iterable[str], public_key: str | None = None) -> Report:
    """Take every row; with a ``public_key`` only checkpoints of that key count."""
    verification = Verification(public_key)
    for number, text in enumerate(rows, start=1):
        verification.take(number, text.rstrip("\n"))
    return verification.end()


def verify_file(file: Path, public_key: str | None = None) -> Report:
    """The same of a file; what is no UTF-8 in it is named like all that is not as it was exported."""
    with file.open(encoding="utf-8", errors="surrogateescape", newline="\n") as rows:
        return verify(rows, public_key)


def _read(text: str) -> dict[str, Any] | None:
    try:
        text.encode()  # what is no UTF-8 was kept out of the way until here
        fields = json.loads(text)
        return fields if isinstance(fields, dict) and canonical(fields) == text else None
    except ValueError:
        return None


def _evidence(line: Line, fields: dict[str, Any]) -> tuple[Evidence | None, str | None]:
    """What the verdict rested on, or what is wrong with it; neither, where it was forgotten."""
    evidence: Any = fields.get("evidence")
    salt = fields.get("salt")
    if line.evidence_digest is None:
        return None, "it names no evidence"
    if evidence is None and salt is None:
        return None, None
    try:
        if sealed(canonical(evidence), str(salt)) != line.evidence_digest:
            return None, "its evidence is not what the line was sealed over"
        return Evidence.model_validate(evidence), None
    except (AttributeError, TypeError, ValueError, ValidationError):
        return None, "its evidence cannot be read"
