"""Customers of the demo who are followed one by one: what they did, what was done, and how it ended."""
