"""Creditors: in whose name money is asked for, and where it is to be paid."""
