"""What an enrolment is, and what stops or moves it."""
