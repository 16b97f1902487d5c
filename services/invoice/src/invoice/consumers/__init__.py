"""What other services say, and what follows from it here."""
