"""The roles a deployment gets unless it names its own open what there is, and nothing else."""

from collections.abc import Set
from functools import cache

from recoup_cli.services import every_service
from recoup_service.api.request_context import scope_of
from recoup_service.oidc_settings import ROLES


@cache
def scopes() -> Set[str]:
    routers = [router for service in every_service().values() for router in service.routers]
    found = {scope_of(route) for router in routers for route in router.routes}
    return {scope for scope in found if scope}


def test_every_scope_of_a_role_is_some_routes() -> None:
    named = {scope for role in ROLES.values() for scope in role if not scope.startswith("*")}
    assert named <= scopes()


def test_nobody_but_approvers_and_admins_approves() -> None:
    assert "approvals:write" in scopes()
    may = {name for name, role in ROLES.items() if {"approvals:write", "*:write"} & {*role}}
    assert may == {"approver", "admin"}


def test_whoever_has_a_role_may_read() -> None:
    assert all("*:read" in role for role in ROLES.values())
