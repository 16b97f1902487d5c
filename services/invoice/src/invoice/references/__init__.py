"""Which invoices a payer means."""
