"""The invoice service owns what is owed: customers, their invoices, and the money that comes in."""
