"""Which steps an unpaid invoice goes through."""
