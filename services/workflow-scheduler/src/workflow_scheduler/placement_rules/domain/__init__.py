"""Placement rules, and what they have proposed."""
