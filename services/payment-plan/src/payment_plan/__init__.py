"""What was agreed: slices of a customer's invoices, paid in instalments, kept or broken."""
