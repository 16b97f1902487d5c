"""Documents on paper: a copy of an invoice, a charge with its sum, a statement."""
