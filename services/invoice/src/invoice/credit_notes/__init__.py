"""Credit notes: what a customer need not pay."""
