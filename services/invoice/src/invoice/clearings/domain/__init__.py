"""What a clearing is, and how a bank's entry is recognised as one."""
