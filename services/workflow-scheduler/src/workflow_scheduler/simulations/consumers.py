"""What is received about customers is kept, whoever else reacts to it."""

from workflow_scheduler.simulations.handlers.keeping import keep_received, of_customers

__all__ = ["keep_received", "of_customers"]
