"""How much somebody may ask over HTTP."""

from pydantic import Field

from recoup_events.kernel.event import Value


class Limits(Value):
    """Of each process of a service."""

    requests_per_second: int = Field(gt=0)
    """Averaged."""
    burst: int = Field(gt=0)
    """At once, if less was asked before."""
