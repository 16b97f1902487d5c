"""Payment plans: slices of invoices that are paid in instalments."""
