"""Offers: several ways to pay over time what is owed, of which the debtor takes one."""
