"""Why the stack could not do as asked, said so that the reader knows what to do next."""


class StackFailed(Exception):
    """The stack cannot go on; the message says why and what to do."""
