"""Agreements: the terms a creditor trades on, and what was agreed with a customer instead."""
