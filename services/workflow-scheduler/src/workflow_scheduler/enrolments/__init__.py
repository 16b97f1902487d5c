"""Invoices on their workflows."""
