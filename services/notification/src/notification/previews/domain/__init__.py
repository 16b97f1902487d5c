"""What may go wrong with a preview."""
