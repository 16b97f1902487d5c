"""The language Recoup's services speak: immutable events, the envelope around them, and money."""
