"""Bank statements, as receipts and returns."""
