"""What consent is, and what is folded from it."""
