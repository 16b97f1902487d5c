"""What a placement is."""
