"""All that pages are read from, built as one."""
