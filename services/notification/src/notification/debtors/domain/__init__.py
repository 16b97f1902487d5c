"""What is known of a debtor here."""
