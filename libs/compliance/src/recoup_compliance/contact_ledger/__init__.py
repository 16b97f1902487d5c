"""The contact ledger: what a line of it is, how lines hang together, and how an export is verified."""
