"""What-if on the command line: a ledger or a running stack, under two workflows."""
