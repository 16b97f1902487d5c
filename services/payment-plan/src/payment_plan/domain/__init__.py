"""What may be agreed and whether it is kept, decided purely."""
