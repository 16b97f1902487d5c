"""What an action is, decided purely."""
