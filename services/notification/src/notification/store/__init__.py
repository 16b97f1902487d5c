"""Read models: tables and the statements that write and read them."""
