"""What a credit note is."""
