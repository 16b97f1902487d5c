"""Which workflow an invoice is put on, and why."""
