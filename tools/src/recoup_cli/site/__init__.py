"""The documentation as a site: the pages of `docs/` and of the root, found by what their readers want."""
