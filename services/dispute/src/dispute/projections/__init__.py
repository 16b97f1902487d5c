"""What the dispute service shows."""
