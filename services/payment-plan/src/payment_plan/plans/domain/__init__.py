"""What a plan allows, and what breaks it, decided purely."""
