"""What customers have said about being contacted."""
