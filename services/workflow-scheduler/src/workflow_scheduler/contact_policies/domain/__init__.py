"""What a contact policy is."""
