"""Customers, and what they owe to whom since when."""
