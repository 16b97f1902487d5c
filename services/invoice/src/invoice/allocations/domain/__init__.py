"""How money and credit are shared out over invoices, and what is left of them."""
