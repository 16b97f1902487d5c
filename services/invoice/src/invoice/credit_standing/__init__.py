"""On what terms a creditor goes on delivering to a customer: standing, limits, and answers at order time."""
