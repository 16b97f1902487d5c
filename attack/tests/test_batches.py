"""Batches written byte by byte are what Kafka's own clients read, unless they are broken on purpose."""

import pytest
from aiokafka.record.default_records import DefaultRecordBatch

from recoup_attack.batches import Record, batch

RECORDS = [
    Record(b"key", b"value", [(b"name", b"text"), (b"null", None)]),
    Record(None, None),
    Record(b"", b"x" * 5_000),
]


def test_a_batch_is_read_as_it_was_written() -> None:
    read = DefaultRecordBatch(batch(RECORDS, 1_000))
    assert read.validate_crc()
    found = [Record(r.key, r.value, [(k.encode(), v) for k, v in r.headers]) for r in read]
    assert found == [record._replace(headers=list(record.headers)) for record in RECORDS]


def test_a_checksum_can_be_wrong() -> None:
    assert not DefaultRecordBatch(batch(RECORDS, 1_000, crc=1)).validate_crc()


def test_a_header_need_not_be_text() -> None:
    with pytest.raises(UnicodeDecodeError):
        list(DefaultRecordBatch(batch([Record(b"", b"", [(b"\xff", b"")])], 1_000)))
