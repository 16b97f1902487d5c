"""Contact leases over HTTP."""
