"""Last resorts over HTTP."""
