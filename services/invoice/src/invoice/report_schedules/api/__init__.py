"""Scheduled reports over HTTP."""
