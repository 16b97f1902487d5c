"""What came in, taken apart; nothing in it is believed that is not signed by us."""
