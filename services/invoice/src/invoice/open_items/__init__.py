"""What a customer owes and may be paid now, in the order in which money without a name pays it."""
