"""Messages and calls that asked for more than was owed when they left, as is known now."""
