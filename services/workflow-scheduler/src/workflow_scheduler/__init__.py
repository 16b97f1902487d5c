"""What happens next: workflows, the enrolments that follow them, and the tasks left to people."""
