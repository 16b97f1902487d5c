"""APIs asked what their own descriptions allow, and what they do not."""
