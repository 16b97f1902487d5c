"""What other services' events do to enrolments; each reaction is named after its outcome."""
