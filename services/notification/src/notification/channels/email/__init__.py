"""Messages by email."""
