"""Small balances that nobody wants to ask for are written off together: by creditor, in batches."""
