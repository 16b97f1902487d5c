"""Contact policies over HTTP."""
