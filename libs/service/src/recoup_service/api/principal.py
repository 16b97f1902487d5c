"""Who asks, and the "no" to those of whom that is not known."""

from dataclasses import dataclass
from datetime import datetime

from recoup_events.kernel.ids import TenantId
from recoup_service.api.problems import Problem


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks, for whom, and what they may ask."""

    tenant: TenantId
    actor: str
    """``key:<id>`` or ``user:<hash>``: no name, for events say it for ever."""
    scopes: frozenset[str]
    """A user's may say ``*`` for every resource."""
    expires_at: datetime | None

    def require(self, scope: str) -> None:
        """Raises a 403 that names the missing scope."""
        if scope not in self.scopes and f"*:{scope.partition(':')[2]}" not in self.scopes:
            raise Problem(
                403,
                "scope_missing",
                f"{self._lacking} the scope {scope}. Use a key that has it, or ask your administrator "
                "for it.",
                headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'},
            )

    @property
    def _lacking(self) -> str:
        return (
            "This API key lacks" if self.actor.startswith("key:") else "None of your roles includes"
        )


class NotAuthenticated(Exception):
    """Nobody with a key or a token that works."""

    def __init__(self, detail: str, error: str = "invalid_token") -> None:
        challenge = {"WWW-Authenticate": f'Bearer realm="recoup", error="{error}"'}
        self.problem = Problem(401, "not_authenticated", detail, headers=challenge)
