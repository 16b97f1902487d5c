"""What a payment is, and how it is shared out."""
