"""The law of contacting debtors as dated, tested data; pure, and not legal advice."""
