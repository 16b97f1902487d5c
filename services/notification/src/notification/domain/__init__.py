"""What may be said to whom, and what became of it; pure."""
