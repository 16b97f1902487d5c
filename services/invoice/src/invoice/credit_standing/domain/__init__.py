"""Figures that are kept, rules that read them, and what they lead to."""
