"""Endpoints: who is told, of what, and how they can tell that it was us."""
