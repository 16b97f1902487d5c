"""Who asks, and the "no" to those of whom that is not known."""

from dataclasses import dataclass
from datetime import datetime

from recoup_events.kernel.ids import PLATFORM, AgencyId, TenantId
from recoup_service.api.problems import Problem
from recoup_service.api.scopes import AGENCY_SCOPES, OPERATOR_SCOPES


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks, for whom, and what they may ask."""

    tenant: TenantId
    actor: str
    """``key:<id>`` or ``user:<hash>``: no name, for events say it for ever."""
    scopes: frozenset[str]
    """A user's may say ``*`` for every resource."""
    expires_at: datetime | None
    agency_id: AgencyId | None = None
    """The partner agency whose key it is; such a key opens nothing but what is its own."""

    def require(self, scope: str) -> None:
        """Raises a 403 that names the missing scope."""
        if not self._has(scope):
            raise Problem(
                403,
                "scope_missing",
                f"{self._lacking} the scope {scope}. Use a key that has it, or ask your administrator "
                "for it.",
                headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'},
            )

    def _has(self, scope: str) -> bool:
        if scope in AGENCY_SCOPES:
            return self.agency_id is not None and scope in self.scopes
        if self.agency_id is not None:
            return False
        if scope in OPERATOR_SCOPES:
            return self.tenant == PLATFORM and self._by_key and scope in self.scopes
        return scope in self.scopes or f"*:{scope.partition(':')[2]}" in self.scopes

    @property
    def _by_key(self) -> bool:
        return self.actor.startswith("key:")

    @property
    def _lacking(self) -> str:
        return "This API key lacks" if self._by_key else "None of your roles includes"


class NotAuthenticated(Exception):
    """Nobody with a key or a token that works."""

    def __init__(self, detail: str, error: str = "invalid_token") -> None:
        challenge = {"WWW-Authenticate": f'Bearer realm="recoup", error="{error}"'}
        self.problem = Problem(401, "not_authenticated", detail, headers=challenge)
