"""When debtors are written to, as each tenant wants it."""
