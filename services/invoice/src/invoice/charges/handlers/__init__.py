"""Where charges, invoices, agreements and creditors meet."""
