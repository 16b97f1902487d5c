"""Who shares out the tasks: teams, and whose each customer is."""
