"""What a sweep is, and how far it has come."""
