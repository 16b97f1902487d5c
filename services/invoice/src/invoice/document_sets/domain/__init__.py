"""A set of documents: asked for, made, forgotten."""
