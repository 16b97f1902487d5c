"""Consents: what a customer said about a channel."""
