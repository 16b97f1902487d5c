"""What a customer is, and what may be done to one."""
