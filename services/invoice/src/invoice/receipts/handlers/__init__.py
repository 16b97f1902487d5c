"""Finds what a receipt may be for, books what is sure, and does what a person says of the rest."""
