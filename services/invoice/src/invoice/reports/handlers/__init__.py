"""What reports read, and how each is made."""
