"""What is in error of a contact, and what was done about it."""
