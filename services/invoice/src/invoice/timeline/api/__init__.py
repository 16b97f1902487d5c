"""What happened to a customer, over HTTP."""
