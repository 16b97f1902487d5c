"""What debtors and creditors agree, over HTTP."""
