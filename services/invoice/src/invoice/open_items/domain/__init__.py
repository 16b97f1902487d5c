"""The order of unnamed money; pure."""
