"""What an agency gets with a placement: whom it may ask, for what, and the documents that prove it."""
