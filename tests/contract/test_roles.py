"""The roles a deployment gets unless it names its own open what there is, and nothing else."""

from recoup_cli.services import all_scopes
from recoup_service.oidc_settings import ROLES


def test_every_scope_of_a_role_is_some_routes() -> None:
    named = {scope for role in ROLES.values() for scope in role if not scope.startswith("*")}
    assert named <= set(all_scopes())


def test_nobody_but_approvers_and_admins_approves() -> None:
    assert "approvals:write" in all_scopes()
    may = {name for name, role in ROLES.items() if {"approvals:write", "*:write"} & {*role}}
    assert may == {"approver", "admin"}


def test_whoever_has_a_role_may_read() -> None:
    assert all("*:read" in role for role in ROLES.values())
