"""What is contested: a slice of one invoice, why, and how it ended."""
