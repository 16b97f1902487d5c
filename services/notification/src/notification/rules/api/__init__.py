"""How rules are read."""
