"""Deliveries and attempts over HTTP."""
