"""What is missing, over HTTP."""
