"""Money that came in, and which invoices it pays."""
