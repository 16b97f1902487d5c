"""The debtor's page: what is owed, and how to settle it."""
