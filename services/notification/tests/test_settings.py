"""A deployment that would send a secret in clear is told so at its start."""

import pytest
from pydantic import ValidationError

from notification.settings import NotificationSettings, StartTls
from recoup_cli.services import NOWHERE

LOGIN = {"smtp_username": "recoup", "smtp_password": "s3cret"}


def settings(**told: object) -> NotificationSettings:
    return NotificationSettings.model_validate({**NOWHERE, **told})


@pytest.mark.parametrize(
    ("told", "starttls"),
    [
        ({"smtp": "smtp://relay:25"}, StartTls.OFFERED),
        ({"smtp": "smtp://relay:25", "smtp_starttls": "off"}, StartTls.OFF),
        ({"smtp": "smtp://relay:25", "smtp_starttls": "required"}, StartTls.REQUIRED),
        ({"smtp": "smtp://relay:587", **LOGIN}, StartTls.REQUIRED),
        ({"smtp": "smtp://relay:587", "smtp_starttls": "required", **LOGIN}, StartTls.REQUIRED),
        ({"smtp": "smtps://relay:465", **LOGIN}, StartTls.OFF),
    ],
)
def test_a_password_makes_starttls_required(told: dict[str, object], starttls: StartTls) -> None:
    assert settings(**told).starttls is starttls


@pytest.mark.parametrize(
    ("told", "field", "advice"),
    [
        (LOGIN | {"smtp_starttls": "offered"}, "smtp_username", "RECOUP_SMTP_STARTTLS to required"),
        (LOGIN | {"smtp_starttls": "off"}, "smtp_username", "use an smtps:// relay"),
        ({"smtp_username": "recoup"}, "smtp_password", "Set both"),
        ({"smtp_password": "s3cret"}, "smtp_password", "Set both"),
        ({"smtp": "smtps://relay", "smtp_starttls": "required"}, "smtp_starttls", "Leave this out"),
        ({"smtp": "smtp://recoup:s3cret@relay"}, "smtp", "RECOUP_SMTP_PASSWORD"),
        ({"smtp_ca": "pyproject.toml"}, "smtp_ca", "in PEM"),
        ({"mail_from": "a..b@acme.example"}, "mail_from", "two periods"),
        ({"sms_token": "s3cret", "sms_url": "http://sms"}, "sms_token", "an https:// address"),
        ({"public_url": f"https://acme.example/{'a' * 500}"}, "public_url", "500"),
        ({"mail_return_host": "b.acme.example"}, "mail_return_host", "pattern"),
    ],
)
def test_what_would_go_wrong_is_refused_with_what_to_do_and_without_the_secret(
    told: dict[str, object], field: str, advice: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        settings(**told)
    (error,) = refused.value.errors()
    assert error["loc"] == (field,)
    assert advice in error["msg"]
    assert "s3cret" not in str(refused.value)


def test_mail_is_sent_from_an_address_that_smtp_can_carry() -> None:
    mail_from = "ar@b\N{LATIN SMALL LETTER U WITH DIAERESIS}cher.example"
    assert settings(mail_from=mail_from).mail_from == "ar@xn--bcher-kva.example"


def test_a_token_goes_to_a_provider_over_https() -> None:
    token = settings(sms_token="s3cret", sms_url="https://sms.example").sms_token
    assert token.get_secret_value() == "s3cret"
