"""What a last resort is."""
