"""Inbound mails: bounces, complaints, and what people write back."""
