"""What came of customers of each category."""
