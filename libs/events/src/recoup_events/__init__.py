"""The language Recoup's services speak: immutable facts, the envelope around them, and money."""
