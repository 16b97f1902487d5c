"""What is known of debtors here."""
