"""The law of contacting debtors and of interest as dated, tested data; pure, and not legal advice."""
