"""What may be contested and how it is settled, decided purely."""
