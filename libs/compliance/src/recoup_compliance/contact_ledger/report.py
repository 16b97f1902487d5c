"""What verifying an export found."""

from dataclasses import dataclass, field

from recoup_compliance.contact_ledger.line import Kind


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class Report:
    """Counts verdicts: each attempt and each refusal has one."""

    findings: list[Finding] = field(default_factory=list)
    lines: int = 0
    verdicts: int = 0
    verified: int = 0
    """Verdicts that the rules give again, or that no rule was asked for, as they are refusals."""
    unasked: int = 0
    """Of these, the refusals before any rule was asked: nothing was owed, nowhere to send to."""
    forgotten: int = 0
    """Verdicts whose person was forgotten: the chain still proves that they stood there."""
    kinds: dict[Kind, int] = field(default_factory=dict)
    checkpoints: int = 0
    vouched: set[str] = field(default_factory=set)
    """The public keys that signed a checkpoint."""

    def found(self, where: str, what: str) -> None:
        self.findings.append(Finding(where, what))

    @property
    def summary(self) -> str:
        """In one line."""
        known = self.verdicts - self.forgotten
        forgotten = f" ({self.forgotten:,} more of forgotten persons)" if self.forgotten else ""
        return f"contacts verified, {self.verified:,} of {known:,}{forgotten}"
