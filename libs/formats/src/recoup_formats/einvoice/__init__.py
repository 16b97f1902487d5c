"""E-invoices of EN 16931: one value, whichever syntax it was written in."""
