"""What waits for a second person, whichever service keeps it: read alike, and decided alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Facts = Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """One list of an API with requests that somebody else has to decide."""

    title: str
    path: str
    waiting: str
    """The state of those that wait."""
    scope: str
    """Needed to decide."""
    what: Callable[[Row], str]
    facts: Callable[[Row], Facts]
    """What is known of it: words and a value, which may be an amount."""
    asked_by: str
    """The field that says who asked."""
    refusal: str = "refusal"
    """The last part of the path by which it is refused."""


@dataclass(frozen=True, slots=True)
class Request:
    """One of them."""

    source: Source
    row: Row

    @property
    def asked(self) -> Row:
        """Approvals of the invoice service keep what is asked for apart."""
        found: Row = self.row.get("request", self.row)
        return found

    @property
    def waits(self) -> bool:
        return bool(self.row["state"] == self.source.waiting)

    @property
    def what(self) -> str:
        return self.source.what(self.asked)

    @property
    def facts(self) -> Facts:
        return [(words, value) for words, value in self.source.facts(self.row) if value]

    @property
    def amount(self) -> Mapping[str, str] | None:
        found: Mapping[str, str] | None = next(
            (self.asked[name] for name in ("amount", "found", "placed") if self.asked.get(name)),
            None,
        )
        return found

    @property
    def asked_by(self) -> str:
        return str(self.row.get(self.source.asked_by) or "")

    @property
    def reason(self) -> str:
        return str(self.asked.get("reason") or "")

    def of(self, name: str) -> str | None:
        """An id it is about, if it is about such a thing."""
        found = self.asked.get(name)
        return None if found is None else str(found)


KINDS = {
    "write_off": "Write off",
    "bank_accounts": "Tell debtors other bank accounts",
    "books": "Let one person write off more",
    "sweep": "Write off small balances",
}


def _approval_facts(row: Row) -> Facts:
    asked = row["request"]
    accounts = [
        ", ".join(str(account[name]) for name in ("holder", "iban", "bic") if account.get(name))
        for account in asked.get("bank_accounts", ())
    ]
    limit = (asked.get("books") or {}).get("write_off_limit")
    return [
        ("New accounts", "; ".join(accounts)),
        ("New limit", limit),
        ("Invoices", asked.get("invoices")),
        ("Each up to", asked.get("up_to")),
        ("Days past due", asked.get("overdue_days")),
    ]


SOURCES: Mapping[str, Source] = {
    "approvals": Source(
        "Money",
        "/v1/approvals",
        "requested",
        "approvals:write",
        lambda row: KINDS.get(row["kind"], str(row["kind"]).replace("_", " ")),
        _approval_facts,
        "requested_by",
    ),
    "last-resorts": Source(
        "Last resorts",
        "/v1/last-resorts",
        "proposed",
        "enrolments:write",
        lambda row: f"Last resort: {str(row['choice']).replace('_', ' ')}",
        lambda row: [
            ("Needed for it", ", ".join(row.get("documents", ()))),
            ("Deadline", row.get("deadline_on")),
            ("By", row.get("deadline_source")),
            ("Agency", row.get("agency_id")),
        ],
        "proposed_by",
    ),
    "exceptions": Source(
        "Exceptions",
        "/v1/exceptions",
        "requested",
        "workflows:write",
        lambda row: "Exception from the policy",
        lambda row: [
            ("Until", row["until"] or "it is ended"),
            ("On workflow", row["workflow_id"] or "none: it is not chased"),
        ],
        "requested_by",
    ),
    "placements": Source(
        "Placements",
        "/v1/placements",
        "proposed",
        "placements:write",
        lambda row: "Place with an agency",
        lambda row: [("Agency", row["agency_id"]), ("Owed by now", row["balance"])],
        "proposed_by",
        refusal="rejection",
    ),
}
"""By the part of the path that names each."""
