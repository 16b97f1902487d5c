"""How reports are reckoned."""
