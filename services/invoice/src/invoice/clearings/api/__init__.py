"""Remittances as the creditor sees them."""
