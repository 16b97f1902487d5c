"""Approvals: what takes two people, whatever it is about."""
