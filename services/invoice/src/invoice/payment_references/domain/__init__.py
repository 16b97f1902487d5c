"""A payment reference belongs to one invoice of its creditor; pure."""
