"""What a creditor is, and what may be done to one."""
