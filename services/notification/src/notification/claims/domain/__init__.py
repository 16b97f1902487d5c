"""What proves a claim."""
