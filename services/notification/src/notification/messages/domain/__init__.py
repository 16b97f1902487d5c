"""What a message is, and whether it may be sent."""
