"""What is owed, summed up over HTTP."""
