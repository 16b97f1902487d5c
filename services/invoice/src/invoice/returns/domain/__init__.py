"""What a return is."""
