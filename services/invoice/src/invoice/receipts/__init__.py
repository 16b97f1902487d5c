"""Money as the bank saw it come in: whose it is, what it pays, and what waits until a person says so."""
