"""Words and wires: how a message is put, and how it leaves."""
