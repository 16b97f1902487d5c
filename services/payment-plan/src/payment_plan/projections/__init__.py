"""What the payment-plan service shows."""
