"""Leases of the contact budget: an agency and its creditor together never exceed a cap."""
