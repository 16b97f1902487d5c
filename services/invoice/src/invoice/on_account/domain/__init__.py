"""What is on account and waits for nobody; pure."""
