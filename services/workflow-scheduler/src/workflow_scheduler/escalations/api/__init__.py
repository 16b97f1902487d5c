"""The escalation policy over HTTP."""
