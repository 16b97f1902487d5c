"""Messages from a reminder to their outcome."""
