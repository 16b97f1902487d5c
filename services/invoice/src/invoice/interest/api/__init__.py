"""Interest over HTTP."""
