"""The rules of chasing, pure: workflows, enrolments, tasks, and the debtors they concern."""
