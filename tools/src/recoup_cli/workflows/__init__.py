"""Workflows as files: checked without a stack, compared with what is published, and published."""
