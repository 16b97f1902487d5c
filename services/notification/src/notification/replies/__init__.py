"""Replies: what persons write back, and what follows from it at once."""
