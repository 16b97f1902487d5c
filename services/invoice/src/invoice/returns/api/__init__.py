"""Returns over HTTP."""
