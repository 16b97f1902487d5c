"""Evidence, its weights, and the category that follows from both."""
