"""What is done about the facts of other services; each reaction is named after its outcome."""
