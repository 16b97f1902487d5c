"""What may be decided about a tenant."""
