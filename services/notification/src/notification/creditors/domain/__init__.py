"""What is known of a creditor here."""
