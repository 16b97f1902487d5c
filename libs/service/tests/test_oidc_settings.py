"""What a deployment says of its issuer is wrong at the start, or not at all."""

from typing import Any

import pytest
from pydantic import ValidationError

from recoup_service.api.oidc.users import signing_in
from recoup_service.oidc_settings import OidcSettings

ISSUER = "https://login.example/realms/acme"
COMPLETE = {
    "OIDC_ISSUER": ISSUER,
    "OIDC_AUDIENCE": "recoup",
    "OIDC_SUBJECT_KEY": "x" * 32,
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Any:
    def environment(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"RECOUP_{name}", value)

    return environment


async def test_nobody_signs_in_unless_an_issuer_is_named(environment: Any) -> None:
    environment(OIDC_ISSUER="", OIDC_AUDIENCE="", OIDC_SUBJECT_KEY="", OIDC_ROLES="")
    async with signing_in(OidcSettings()) as users:
        assert users is None


async def test_an_issuer_its_audience_and_a_key_are_all_it_takes(environment: Any) -> None:
    environment(**COMPLETE)
    async with signing_in(OidcSettings()) as users:
        assert users is not None


@pytest.mark.parametrize("missing", ["OIDC_AUDIENCE", "OIDC_SUBJECT_KEY"])
def test_an_issuer_alone_is_not_enough(environment: Any, missing: str) -> None:
    environment(**COMPLETE | {missing: ""})
    with pytest.raises(ValidationError, match="needed beside RECOUP_OIDC_ISSUER"):
        OidcSettings()


@pytest.mark.parametrize(
    "url",
    [
        "http://login.example",
        "ftp://login.example",
        "login.example",
        "https://",
        "https://user:secret@login.example",
        "http://127.0.0.1.example",
    ],
)
@pytest.mark.parametrize("setting", ["OIDC_ISSUER", "OIDC_JWKS_URL"])
def test_keys_come_by_a_way_nobody_can_change(environment: Any, setting: str, url: str) -> None:
    environment(**COMPLETE | {setting: url})
    with pytest.raises(ValidationError, match="https://"):
        OidcSettings()


def test_an_issuer_has_no_query_though_its_keys_may(environment: Any) -> None:
    environment(**COMPLETE | {"OIDC_JWKS_URL": f"{ISSUER}/keys?appid=1"})
    assert OidcSettings().oidc_jwks_url == f"{ISSUER}/keys?appid=1"
    environment(OIDC_ISSUER=f"{ISSUER}?a=b")
    with pytest.raises(ValidationError, match="has no query"):
        OidcSettings()


@pytest.mark.parametrize("url", ["http://localhost:8080/x", "http://127.0.0.1:1", "http://[::1]:1"])
def test_an_issuer_on_the_machine_itself_needs_no_tls(environment: Any, url: str) -> None:
    environment(**COMPLETE | {"OIDC_ISSUER": url})
    assert OidcSettings().oidc_issuer == url


def test_roles_are_named_in_place_of_ours(environment: Any) -> None:
    environment(OIDC_ROLES='{"boss": ["*:write", "invoices:read"]}')
    assert OidcSettings().oidc_roles == {"boss": ("*:write", "invoices:read")}


@pytest.mark.parametrize(
    "roles", ["{", "[]", '{"boss": "*:write"}', '{"boss": ["*"]}', '{"boss": ["invoices:*"]}']
)
def test_roles_that_open_nothing_known_are_found_at_once(environment: Any, roles: str) -> None:
    environment(OIDC_ROLES=roles)
    with pytest.raises(ValidationError, match="oidc_roles"):
        OidcSettings()
