"""Everything that happened to a customer, in words."""
