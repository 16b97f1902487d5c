"""Which invoices money and credit on account pay."""
