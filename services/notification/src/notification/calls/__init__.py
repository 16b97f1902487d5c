"""Calls: asked for at the last moment, permitted or refused, and how they went."""
