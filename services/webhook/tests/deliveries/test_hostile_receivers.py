"""Receivers that drip, flood, redirect, lie about names, and change their minds."""

import asyncio
import gzip
import ssl
from collections.abc import Sequence
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from recoup_testing.webhook_receiver import Behaviour, Got, answers, receiving
from webhook.deliveries.senders.guard import GuardedBackend
from webhook.deliveries.senders.transport import MOST_ANSWERED, Transport
from webhook.endpoints.domain.address import Rules

pytestmark = pytest.mark.servers
HEADERS = {"webhook-id": "1"}
LOCAL = Rules(plain_http=True, networks=[ip_network("127.0.0.0/8")])
STRICT = Rules(plain_http=True)


def leads_to(*addresses: str) -> Any:
    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return addresses

    return resolve


async def attempt(
    url: str, backend: GuardedBackend | None = None, tls: ssl.SSLContext | None = None
) -> Any:
    transport = Transport(
        backend or GuardedBackend(LOCAL), 0.5, 4, tls or ssl.create_default_context()
    )
    try:
        return await transport.post("whe_1", url, HEADERS, b"{}")
    finally:
        await transport.close()


async def test_a_redirect_is_a_failure_and_is_never_followed() -> None:
    async with receiving() as elsewhere:
        for target in (elsewhere.url, "http://169.254.169.254/latest/meta-data"):
            async with receiving(answers(302, f"Location: {target}")) as erp:
                answer = await attempt(erp.url)
            assert (answer.outcome, answer.status) == ("refused", 302)
            assert "redirects are not followed" in answer.detail
        assert not elsewhere.got


def drips(piece: bytes, headers: bytes) -> Behaviour:
    async def drip(got: Got) -> None:
        got.writer.write(headers)
        while True:
            got.writer.write(piece)
            await got.writer.drain()
            await asyncio.sleep(0.05)

    return drip


async def test_headers_that_drip_end_in_time() -> None:
    async with receiving(drips(b"X", b"HTTP/1.1 200 OK\r\n")) as erp:
        answer = await attempt(erp.url)
    assert answer.outcome == "timed_out"


async def test_an_answer_whose_body_drips_counts_by_its_status() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"
    async with receiving(drips(b"x", head)) as erp:
        answer = await attempt(erp.url)
    assert (answer.outcome, answer.status) == ("received", 200)
    assert set(answer.body) == {"x"}


async def test_of_ten_megabytes_sixteen_kilobytes_are_read() -> None:
    async with receiving(answers(500, body=b"x" * 10_000_000)) as erp:
        answer = await attempt(erp.url)
    assert (answer.status, len(answer.body)) == (500, MOST_ANSWERED)


async def test_a_gzip_bomb_stays_packed() -> None:
    bomb = gzip.compress(b"\0" * 10_000_000)
    async with receiving(answers(200, "Content-Encoding: gzip", body=bomb)) as erp:
        answer = await attempt(erp.url)
        assert erp.got[0].headers["accept-encoding"] == "identity"
    assert answer.status == 200
    assert len(answer.body) <= MOST_ANSWERED


async def test_what_it_answers_can_be_stored_whatever_it_is(scene: Any) -> None:
    odd = answers(500, "X-Odd: \xff\xfe", body=b"\0\xff\xfe\x80 \xed\xa0\x80")
    async with receiving(odd) as erp:
        id = await scene.endpoint(erp.url)
        await scene.says(1)
        await scene.settle()
    [attempt] = await scene.listed(id, "attempts")
    assert attempt["response"]["body"].startswith("\N{SYMBOL FOR NULL}")


@pytest.mark.parametrize(
    "written", [b"HELLO\r\n\r\n", b"", b"HTTP/1.1 abc\r\n\r\n", b"\x16\x03\x01"]
)
async def test_what_is_no_answer_is_unreachable(written: bytes) -> None:
    async def lie(got: Got) -> None:
        got.writer.write(written)
        await got.writer.drain()
        got.writer.close()

    async with receiving(lie) as erp:
        answer = await attempt(erp.url)
    assert answer.outcome == "unreachable"


async def test_headers_without_end_are_unreachable_or_end_in_time() -> None:
    async def flood(got: Got) -> None:
        got.writer.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(100_000):
            got.writer.write(b"X-%d: %s\r\n" % (number, b"x" * 1000))
            await got.writer.drain()

    async with receiving(flood) as erp:
        answer = await attempt(erp.url)
    assert answer.outcome in ("unreachable", "timed_out")


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "192.88.99.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1"),
        *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "100::1"),
        *("5f00::1", "3fff::1", "2001:db8::1", "fe80::1%eth0"),
    ],
)
async def test_a_name_that_leads_inside_is_not_connected_to(address: str) -> None:
    answer = await attempt(
        "http://erp.example/", GuardedBackend(STRICT, leads_to("93.184.216.34", address))
    )
    assert answer.outcome == "forbidden"
    assert address in answer.detail


async def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_looked_up() -> None:
    asked = []

    async def changing(_host: str, _port: int) -> Sequence[str]:
        asked.append(1)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    async with receiving(answers(204, "Connection: close")) as erp:
        url = erp.url.replace("127.0.0.1", "erp.example")
        backend = GuardedBackend(LOCAL, changing)
        first = await attempt(url, backend)
        assert (first.outcome, asked) == ("received", [1]), "looked up once, and gone by"
        second = await attempt(url, backend)
        assert second.outcome == "forbidden"
        assert erp.got[0].headers["host"].startswith("erp.example:")
        assert len(erp.got) == 1


async def test_a_name_without_an_address_is_unreachable() -> None:
    answer = await attempt("http://erp.example/", GuardedBackend(LOCAL, leads_to()))
    assert answer.outcome == "unreachable"


async def test_no_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiving() as proxy, receiving() as erp:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert (await attempt(erp.url)).outcome == "received"
        assert not proxy.got


async def test_a_certificate_of_another_name_is_unreachable(certificate: Path) -> None:
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate))
    async with receiving(tls=server) as erp:
        backend = GuardedBackend(LOCAL, leads_to("127.0.0.1"))
        right = erp.url.replace("127.0.0.1", "erp.example")
        assert (await attempt(right, backend, trusting)).outcome == "received"
        wrong = erp.url.replace("127.0.0.1", "other.example")
        answer = await attempt(wrong, backend, trusting)
        assert (answer.outcome, len(erp.got)) == ("unreachable", 1)
        unknown = await attempt(right, backend)
        assert (unknown.outcome, len(erp.got)) == ("unreachable", 1)
