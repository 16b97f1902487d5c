"""Disputes: a slice of an invoice is contested until it is withdrawn or decided."""
