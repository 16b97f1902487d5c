"""Raises what the error table says an error means: wait, read only, refuse, or a bug as it is."""

from collections.abc import Iterator
from contextlib import contextmanager

from recoup_eventstore.errors import Meaning, ReadOnly, Unavailable, Unstorable
from recoup_eventstore.postgres.error_table import meaning_of


@contextmanager
def transient_errors() -> Iterator[None]:
    """Raise ``Unavailable``, ``ReadOnly`` or ``Unstorable`` in place of PostgreSQL's own errors.

    What waiting does not cure, and what PostgreSQL knows nothing of, passes as it is.
    """
    try:
        yield
    except Exception as error:
        match meaning_of(error):
            case Meaning.RETRY:
                raise Unavailable(described(error)) from error
            case Meaning.READ_ONLY:
                raise ReadOnly(f"PostgreSQL takes no writes: {described(error)}") from error
            case Meaning.REFUSE:
                raise Unstorable(f"PostgreSQL does not take it: {error}") from error
            case Meaning.STOP:
                raise


def described(error: BaseException) -> str:
    """In words, for logs and probes; time-outs have none of their own."""
    return str(error) or type(error).__name__
