"""Agencies' transfers: announced by their remittances, in transit, and cleared by the bank's entries."""
