"""What a contact round is."""
