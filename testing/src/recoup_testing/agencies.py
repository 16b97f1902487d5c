"""A partner agency and what is agreed with it, for tests."""

from typing import Any

from recoup_events.kernel.ids import AgencyId, agency_id_of
from recoup_testing.reminders_example import ACME

NORTHWIND: AgencyId = agency_id_of(ACME, "northwind")
AGENCY_SCOPES = ("agency:read", "agency:write")
TERMS: dict[str, Any] = {
    "name": "Northwind Recovery",
    "licences": [{"country": "DE", "number": "HRB 1"}],
    "commission": {"percent": "20"},
    "standards": {"title": "Standards of treatment", "version": "1", "sha256": "0f" * 32},
    "contact_email": "placements@northwind.example",
}
AGENCY = {"external_id": "northwind", **TERMS}
