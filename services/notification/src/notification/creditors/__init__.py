"""In whose name messages are written."""
