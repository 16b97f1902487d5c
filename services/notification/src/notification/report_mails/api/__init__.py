"""Mails about reports over HTTP."""
