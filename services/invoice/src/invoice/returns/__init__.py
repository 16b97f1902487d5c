"""What the bank took back of what it had credited: the payments that a receipt became are reversed."""
