"""What a running service tells those who look after it."""
