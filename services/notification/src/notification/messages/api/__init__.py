"""Messages: what was asked for, what became of it, and the very words."""
