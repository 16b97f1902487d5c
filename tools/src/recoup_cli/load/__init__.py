"""`recoup load`: a live ledger out of three files, by the public API."""
