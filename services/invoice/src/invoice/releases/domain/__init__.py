"""What a release is, and how far it has come."""
