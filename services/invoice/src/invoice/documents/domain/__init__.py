"""What stands in each document."""
