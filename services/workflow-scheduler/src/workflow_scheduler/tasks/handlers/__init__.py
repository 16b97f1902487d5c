"""What is asked of tasks, by whom, and what ends the reason for them."""
