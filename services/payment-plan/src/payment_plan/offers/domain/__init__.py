"""What is offered, and whether it may be."""
