"""Contact rounds over HTTP."""
