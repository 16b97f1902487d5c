"""Placement rules over HTTP."""
