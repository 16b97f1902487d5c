"""What is owed, summed up."""
