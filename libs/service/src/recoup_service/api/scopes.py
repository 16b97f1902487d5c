"""Every scope that a tenant's key may have, of all services. Written by `make docs` from their routes."""

from importlib.resources import files

SCOPES = tuple((files("recoup_service.api") / "scopes.txt").read_text().split())
OPERATOR_SCOPES = ("tenants:read", "tenants:write")
"""Of keys of the operator's own tenant, made on the command line: no role and no `*` stands for them."""
AGENCY_SCOPES = ("agency:read", "agency:write")
"""Of keys that are bound to a partner agency, and all that such a key may have; no role has them."""
