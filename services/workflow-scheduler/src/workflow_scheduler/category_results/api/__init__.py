"""Results by category over HTTP."""
