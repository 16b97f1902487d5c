"""What other services said, kept in the order in which it came."""
