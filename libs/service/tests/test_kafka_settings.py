"""How a deployment names the way to Kafka, and what it is told when that way would not be safe."""

import ssl
from pathlib import Path

import pytest
import trustme
from pydantic import SecretStr, ValidationError

from recoup_messaging.kafka.connection import KafkaConnection, Sasl, SaslMechanism, Tls
from recoup_service.kafka_settings import KafkaSettings, environment_of

LOGIN = {"kafka_username": "invoice", "kafka_password": "s3cret"}
INVOICE = Sasl("invoice", SecretStr("s3cret"))


def settings(**told: object) -> KafkaSettings:
    return KafkaSettings.model_validate({"kafka": "broker:9092", **told})


@pytest.fixture
def certificates(tmp_path: Path) -> Tls:
    """An authority's certificate, one it gave us, and our key."""
    authority = trustme.CA()
    ours = authority.issue_cert("invoice")
    ca, certificate, key = (tmp_path / f"{name}.pem" for name in ("ca", "certificate", "key"))
    authority.cert_pem.write_to_path(ca)
    ours.cert_chain_pems[0].write_to_path(certificate)
    ours.private_key_pem.write_to_path(key)
    return Tls(ca, certificate, key)


@pytest.mark.parametrize(
    ("told", "protocol"),
    [
        ({}, "PLAINTEXT"),
        ({"kafka_security_protocol": "PLAINTEXT"}, "PLAINTEXT"),
        ({"kafka_security_protocol": "SSL"}, "SSL"),
        (LOGIN, "SASL_SSL"),
        ({**LOGIN, "kafka_security_protocol": "SASL_SSL"}, "SASL_SSL"),
        ({**LOGIN, "kafka_sasl_mechanism": "PLAIN"}, "SASL_SSL"),
    ],
)
def test_a_password_goes_over_tls_without_being_asked(
    told: dict[str, object], protocol: str
) -> None:
    arguments = settings(**told).kafka_connection.arguments()
    assert arguments["security_protocol"] == protocol
    assert ("ssl_context" in arguments) == (protocol != "PLAINTEXT")
    assert ("sasl_plain_password" in arguments) == (protocol == "SASL_SSL")


@pytest.mark.parametrize("named", ["kafka_ca", "kafka_certificate"])
def test_whoever_names_certificates_gets_tls(certificates: Tls, named: str) -> None:
    connection = settings(**{named: certificates.ca_file}).kafka_connection
    assert connection.security_protocol == "SSL"


def test_brokers_are_checked_by_name_and_by_the_authority_named(certificates: Tls) -> None:
    context = certificates.context()
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert [ca["subject"] for ca in context.get_ca_certs()]
    assert len(context.get_ca_certs()) == 1


def test_a_password_in_a_file_is_read_again_for_each_client(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("old\n")
    connection = settings(kafka_username="invoice", kafka_password_file=file).kafka_connection
    assert connection.arguments()["sasl_plain_password"] == "old"
    file.write_text("new\n")
    assert connection.arguments()["sasl_plain_password"] == "new"


@pytest.mark.parametrize(
    ("told", "advice"),
    [
        ({"kafka_username": "invoice"}, "a username a password"),
        ({"kafka_password": "s3cret"}, "A password wants a username"),
        ({**LOGIN, "kafka_password_file": __file__}, "Leave one of them out"),
        ({**LOGIN, "kafka_security_protocol": "PLAINTEXT"}, "no use over PLAINTEXT"),
        ({"kafka_ca": __file__, "kafka_security_protocol": "PLAINTEXT"}, "over PLAINTEXT"),
        ({**LOGIN, "kafka_security_protocol": "SSL"}, "only SASL_SSL does"),
        ({"kafka_security_protocol": "SASL_SSL"}, "goes with a RECOUP_KAFKA_USERNAME"),
        ({"kafka_security_protocol": "SASL_PLAINTEXT"}, "'PLAINTEXT', 'SSL' or 'SASL_SSL'"),
        ({"kafka_key": __file__}, "RECOUP_KAFKA_CERTIFICATE"),
        ({"kafka_ca": "/nowhere/ca.pem"}, "does not point to a file"),
        ({**LOGIN, "kafka_sasl_mechanism": "GSSAPI"}, "'SCRAM-SHA-512'"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_do(
    told: dict[str, object], advice: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        settings(**told)
    (error,) = refused.value.errors()
    assert advice in error["msg"]
    assert error["loc"]
    assert "s3cret" not in str(refused.value)


def test_credentials_never_go_in_clear() -> None:
    with pytest.raises(ValueError, match="needs TLS"):
        KafkaConnection("broker:9092", sasl=INVOICE)


def ways(certificates: Tls) -> list[KafkaConnection]:
    file = certificates.ca_file
    assert file is not None
    return [
        KafkaConnection("one:9092,two:9092"),
        KafkaConnection("broker:9092", Tls()),
        KafkaConnection("broker:9092", certificates),
        KafkaConnection("broker:9092", Tls(file), INVOICE),
        KafkaConnection("broker:9092", certificates, Sasl("x", file, SaslMechanism.PLAIN)),
    ]


def test_what_is_written_into_an_environment_is_what_is_read_from_it(
    certificates: Tls, monkeypatch: pytest.MonkeyPatch
) -> None:
    for way in ways(certificates):
        for name, value in environment_of(way, "SOME_").items():
            monkeypatch.setenv(name, value)
        assert KafkaSettings(_env_prefix="SOME_").kafka_connection == way
