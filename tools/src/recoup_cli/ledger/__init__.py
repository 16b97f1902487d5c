"""The ledgers the demo plays, and the numbers it prints when they have been played."""
