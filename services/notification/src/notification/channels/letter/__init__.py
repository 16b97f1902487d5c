"""Letters through a provider that prints and posts them, and tells how they fare."""
