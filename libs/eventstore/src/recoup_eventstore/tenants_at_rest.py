"""Tenants that are suspended or have ended: what falls due for them waits, be it timer or effect."""

import json

TENANT = "tenant"
"""The view that says it: documents of the operator's tenant, each with the id of the tenant it is about."""


def is_at_rest(document: str) -> bool:
    """As ``store.tenant_at_rest`` has it."""
    return bool(json.loads(document)["state"] != "open")
