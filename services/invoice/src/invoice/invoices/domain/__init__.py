"""What an invoice is, and every move that changes what is owed on it."""
