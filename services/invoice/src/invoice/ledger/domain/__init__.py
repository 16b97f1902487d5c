"""What is reckoned from sums over the ledger."""
