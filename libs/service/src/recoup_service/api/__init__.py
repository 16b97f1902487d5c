"""The public side of every service."""
