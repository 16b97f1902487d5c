"""What a lease is."""
