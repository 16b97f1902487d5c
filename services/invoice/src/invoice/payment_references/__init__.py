"""What payers are asked to name, and whose invoice bears it."""
