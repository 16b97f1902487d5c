"""Assignment rules over HTTP."""
