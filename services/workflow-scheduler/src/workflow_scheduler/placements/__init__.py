"""Placements: what agencies collect, from the proposal to the return."""
