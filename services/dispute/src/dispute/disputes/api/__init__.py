"""What debtors contest and creditors decide, over HTTP."""
