"""What a store for files does, wherever it keeps them."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as TheirCredentials
from moto.server import ThreadedMotoServer

from recoup_files.folder import FolderStore
from recoup_files.s3 import S3Store
from recoup_files.signing import Credentials, Request, signed_headers
from recoup_files.store import FileStore, StoreUnavailable

OURS = Credentials(key_id="AKIDEXAMPLE", secret="wJalrXUtnFEMI/K7MDENG", region="eu-central-1")
BUCKET = "recoup"
KEY = "acme/cus_1/2cf24d"


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - a server of S3 compares it with its own


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    """An S3 that is not ours, in this process."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name=OURS.region,
        aws_access_key_id=OURS.key_id,
        aws_secret_access_key=OURS.secret,
    )
    client.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": OURS.region}
    )
    client.close()
    yield address
    server.stop()


@pytest.fixture(params=["folder", "s3"])
async def store(
    request: pytest.FixtureRequest, tmp_path: Path, s3_address: str
) -> AsyncIterator[FileStore]:
    made: FileStore = (
        FolderStore(tmp_path / "files")
        if request.param == "folder"
        else S3Store(s3_address, BUCKET, OURS, now)
    )
    yield made
    await made.close()


async def test_what_was_put_is_there_until_it_is_deleted(store: FileStore) -> None:
    await store.put(KEY, b"\x00 a contract", "application/pdf")
    assert await store.get(KEY) == b"\x00 a contract"
    await store.delete(KEY)
    assert await store.get(KEY) is None
    await store.delete(KEY)


async def test_the_last_one_that_was_put_counts(store: FileStore) -> None:
    await store.put(KEY, b"1", "text/plain")
    await store.put(KEY, b"2", "text/plain")
    assert await store.get(KEY) == b"2"


async def test_nothing_is_kept_under_another_key(store: FileStore) -> None:
    assert await store.get("acme/cus_2/2cf24d") is None


@pytest.mark.parametrize("key", ["../x", "/etc/passwd", "a/../b", "a//b", ".a", "a/.b", "", "a b"])
async def test_a_key_leads_nowhere_else(store: FileStore, key: str) -> None:
    with pytest.raises(ValueError, match="is no key"):
        await store.get(key)


async def test_a_store_that_is_away_says_so(tmp_path: Path, s3_address: str) -> None:
    taken = tmp_path / "files"
    taken.write_text("not a folder")
    nowhere: list[Any] = [
        FolderStore(taken),
        S3Store("http://127.0.0.1:1", BUCKET, OURS, now),
        S3Store(s3_address, "no-such-bucket", OURS, now),
    ]
    for store in nowhere:
        with pytest.raises(StoreUnavailable):
            await store.put(KEY, b"1", "text/plain")
        with pytest.raises(StoreUnavailable):
            await store.get(KEY)
        await store.close()


async def test_half_a_file_is_never_read(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    await store.put(KEY, b"1", "text/plain")
    assert [each.name for each in (tmp_path / KEY).parent.iterdir()] == ["2cf24d"]


@pytest.mark.parametrize("method", ["PUT", "GET", "DELETE"])
def test_requests_are_signed_as_the_sdk_of_aws_signs_them(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda remove_tzinfo=True: at)
    more = {"Content-Type": "application/pdf"} if method == "PUT" else {}
    body = b"%PDF" if method == "PUT" else b""
    ours = signed_headers(Request(method, "s3.example:9000", "/recoup/a/b", body), OURS, at, more)
    theirs = AWSRequest(method, "http://s3.example:9000/recoup/a/b", data=body, headers=dict(more))
    S3SigV4Auth(TheirCredentials(OURS.key_id, OURS.secret), "s3", OURS.region).add_auth(theirs)
    assert ours["authorization"] == theirs.headers["Authorization"]
