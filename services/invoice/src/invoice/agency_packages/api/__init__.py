"""Packages, as their agency reads them."""
