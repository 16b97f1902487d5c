"""Deliveries: each event to each endpoint that wants it, until it is received or given up."""
