"""What may be charged for an invoice, by which law or clause."""
