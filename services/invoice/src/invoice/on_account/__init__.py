"""What becomes of money and credit on account when something new is owed."""
