"""What a reconciliation found."""
