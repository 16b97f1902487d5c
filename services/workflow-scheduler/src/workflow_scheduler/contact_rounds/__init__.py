"""Contact rounds: what falls due to a customer on one day is asked for at once."""
