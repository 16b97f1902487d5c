"""What-if: a customer's past, lived through once more under another policy."""
