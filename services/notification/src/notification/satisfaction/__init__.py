"""Whether messages are clear and helpful, as their readers say."""
