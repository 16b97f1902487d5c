"""E-invoices, as the invoices and credit notes of the API."""
