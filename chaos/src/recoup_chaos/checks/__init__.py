"""What must hold after any storm; each check says what is wrong, in words, or nothing."""
