"""What a promise is, when it is kept, and what a creditor lets be promised."""
