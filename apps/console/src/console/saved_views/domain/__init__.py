"""What a saved view is, decided purely."""
