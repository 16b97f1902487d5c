"""What a remittance calls an invoice."""
