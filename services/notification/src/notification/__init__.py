"""Notification: says what may be said to a debtor, sends it, and keeps proof of both."""
