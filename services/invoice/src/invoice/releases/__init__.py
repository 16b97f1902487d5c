"""What was loaded with ``on_release`` and is let go: by creditor, in batches, whatever dies."""
