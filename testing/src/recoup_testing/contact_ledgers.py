"""Contact ledgers as they are exported, line by line: also such as no service would write."""

from datetime import UTC, datetime
from typing import Any

from recoup_compliance.attempt import Attempt, Debtor, Purpose, Role
from recoup_compliance.contact_ledger.checkpoint import Head, SigningKey
from recoup_compliance.contact_ledger.line import (
    NOTHING_BEFORE,
    Entry,
    Evidence,
    Kind,
    Line,
    canonical,
    digest_of,
    row,
    sealed,
)
from recoup_compliance.contact_ledger.report import Report
from recoup_compliance.contact_ledger.verify import verify
from recoup_compliance.history import History, PastAttempt
from recoup_compliance.permit import Refused, permit
from recoup_compliance.rules import RULES
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import CreditorId, CustomerId, DebtId, PersonId, TenantId

KEY = SigningKey("of-nobody-and-for-nothing-but-these-tests")
ACME = TenantId("acme")
NOON = datetime(2026, 1, 5, 11, tzinfo=UTC)
DEBTS = (DebtId("deb_1"),)


class Ledger:
    """One customer's lines, as they are exported."""

    def __init__(self, customer: str) -> None:
        self.customer_id = CustomerId(customer)
        self.rows: list[str] = []
        self.head = NOTHING_BEFORE

    def add(self, kind: Kind, at: datetime, evidence: Evidence | None = None, **more: Any) -> None:
        text = None if evidence is None else canonical(evidence.model_dump(mode="json"))
        plain: dict[str, Any] = {
            "contact_id": "msg_1",
            "channel": Medium.EMAIL,
            "creditor_id": CreditorId("crd_1"),
            "person_id": PersonId("per_1"),
        }
        line = Line(
            **dict(Entry(kind=kind, at=at, **plain | more)),
            tenant=ACME,
            customer_id=self.customer_id,
            sequence=len(self.rows) + 1,
            previous=self.head,
            evidence_digest=None if text is None else sealed(text, "salt"),
        )
        self.head = digest_of(line.text)
        self.rows.append(row(line.text, self.head, text, None if text is None else "salt"))

    def judge(self, at: datetime, history: History | None = None, **more: Any) -> None:
        """Ask the rules, and do as they say."""
        given = evidence(at, history or History(), more.get("channel", Medium.EMAIL))
        assert given.attempt is not None
        assert given.history is not None
        verdict = permit(given.attempt, given.history)
        asked = {"debts": DEBTS, "rules_version": RULES.version} | more
        if isinstance(verdict, Refused):
            quoted = given.model_copy(update={"inputs": verdict.inputs})
            refused = {"rule": verdict.rule, "retry_at": verdict.retry_at}
            self.add(Kind.REFUSED, at, quoted, **asked | refused | {"attempt": None})
        else:
            self.add(Kind.PERMITTED, at, given, **asked)

    def mail(self, id: str, at: datetime, history: History | None = None) -> None:
        self.judge(at, history, contact_id=id, attempt=1)
        self.add(Kind.SENT, at, contact_id=id, attempt=1)


def evidence(at: datetime, history: History, channel: Medium) -> Evidence:
    debtor = Debtor(kind=CustomerKind.ENTITY, country="DE", time_zone="Europe/Berlin")
    attempt = Attempt(
        channel=channel,
        debtor=debtor,
        role=Role.CREDITOR,
        purpose=Purpose.COMMERCIAL,
        debts=DEBTS,
        at=at,
    )
    return Evidence(attempt=attempt, history=history)


def checkpoint(*ledgers: Ledger, key: SigningKey = KEY) -> str:
    heads = [
        Head(customer_id=each.customer_id, sequence=len(each.rows), digest=each.head)
        for each in ledgers
    ]
    return key.sign(ACME, NOON, heads).text


def past(at: datetime) -> History:
    return History(attempts=(PastAttempt(at=at, channel=Medium.EMAIL, debts=DEBTS),))


def of(ledger: Ledger) -> Report:
    return verify([checkpoint(ledger), *ledger.rows], KEY.public)


def problems(ledger: Ledger) -> list[str]:
    return [each.what for each in of(ledger).findings]
