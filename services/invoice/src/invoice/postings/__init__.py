"""Postings: what Recoup booked, until the ERP has booked it, too."""
