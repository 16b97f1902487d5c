"""Links to the debtor's own page: given out, followed, revoked."""
