"""Takes the bytes of a partition apart where aiokafka gives up: what is no record costs its batch alone."""

from collections.abc import Iterator, Sequence
from struct import Struct

from aiokafka import codec
from aiokafka.record.util import calc_crc32c, decode_varint

from recoup_eventstore.ports import OffsetKey
from recoup_messaging.records import ConsumerRecord

FRAME = Struct(">qi")
"""Where a batch begins, and how long it is behind this."""
BATCH = Struct(">qiibIhiqqqhii")
"""Of magic 2, as all batches have been since Kafka 0.11."""
MAGIC = 2
CHECKED_FROM = Struct(">qiibI").size
"""The checksum covers all that comes after it."""
CODECS, CONTROL = 0x07, 0x20
DECODERS = {
    1: codec.gzip_decode,
    2: codec.snappy_decode,
    3: codec.lz4_decode,
    4: codec.zstd_decode,
}


class Garbled(Exception):
    """The bytes do not have the form of a batch of records."""


def framed(data: bytes, position: int = 0) -> Iterator[bytes]:
    """The batches in ``data`` from there on, each by its own word for its length."""
    while len(data) - position >= BATCH.size:
        _, length = FRAME.unpack_from(data, position)
        end = position + FRAME.size + length
        if end < position + BATCH.size or end > len(data):
            return
        yield data[position:end]
        position = end


def taken_apart(at: OffsetKey, offset: int, data: bytes, end: int) -> list[ConsumerRecord]:
    """What lies from ``offset`` on, without a gap, as far as it can be told where batches begin.

    ``end`` is the partition's, and ``data`` reaches there unless it is cut off within a batch.
    """
    found: list[ConsumerRecord] = []
    position = 0
    for batch in framed(data):
        position += len(batch)
        following = _next_base(data, position, offset, end)
        try:
            through, records = _records(at, batch, offset, following or end)
        except Exception as error:  # noqa: BLE001 - whatever broken bytes make a decoder raise
            if following is None:  # nor is its length to be relied on
                break
            through = following - 1
            reason = f"no batch of records: {str(error) or type(error).__name__}"
            records = [corrupt(at, offset, through, batch, reason)]
        found += records
        last = records[-1].through if records else offset - 1
        if last < through:  # control records, which say nothing
            found.append(ConsumerRecord(at, last + 1, b"", None, (), last=through))
        offset = through + 1
    return found


def corrupt(at: OffsetKey, offset: int, through: int, data: bytes, reason: str) -> ConsumerRecord:
    """What stands for a batch that could not be taken apart."""
    return ConsumerRecord(at, offset, b"", data, (), corrupt=reason, last=through)


def _records(
    at: OffsetKey, batch: bytes, offset: int, limit: int
) -> tuple[int, list[ConsumerRecord]]:
    """The batch's last offset, and its records from ``offset`` on."""
    if len(batch) < BATCH.size:
        raise Garbled("shorter than the head of a batch")
    base, _, _, magic, checksum, attributes, delta, *_, count = BATCH.unpack_from(batch)
    if magic != MAGIC:
        raise Garbled(f"magic byte {magic}")
    if calc_crc32c(batch[CHECKED_FROM:]) != checksum:
        raise Garbled("wrong checksum (CRC)")
    through = base + delta
    if not base <= offset <= through < limit:
        raise Garbled(f"offsets {base} to {through} where {offset} was expected")
    if attributes & CONTROL:
        return through, []
    body = _Body(_decompressed(batch[BATCH.size :], attributes & CODECS))
    records = [body.record(at, base) for _ in range(count)]
    offsets = [record.offset for record in records]
    if body.left or offsets != sorted(set(offsets)) or any(o > through for o in offsets):
        raise Garbled("its records are not those it announces")
    return through, [record for record in records if record.offset >= offset]


def _decompressed(body: bytes, by: int) -> bytes:
    if by == 0:
        return body
    if by not in DECODERS:
        raise Garbled(f"unknown compression {by}")
    return bytes(DECODERS[by](body))


def _next_base(data: bytes, position: int, offset: int, end: int) -> int | None:
    """Where the next batch begins, or the partition ends; ``None`` if that makes no sense."""
    if position == len(data):
        return end
    if len(data) - position < FRAME.size:
        return None
    base, _ = FRAME.unpack_from(data, position)
    return int(base) if offset < base <= end else None


def _received(
    at: OffsetKey,
    offset: int,
    key: bytes,
    value: bytes | None,
    headers: Sequence[tuple[bytes, bytes | None]],
) -> ConsumerRecord:
    """A header's name that is no text is made visible, and makes no record of ours."""
    named = [(name.decode(errors="backslashreplace"), text) for name, text in headers]
    pairs = zip(named, headers, strict=True)
    strange = [name for (name, _), (raw, _) in pairs if name.encode() != raw]
    if not strange:
        return ConsumerRecord(at, offset, key, value, named)
    reason = f"the name of a header is not UTF-8: {strange[0]}"
    return ConsumerRecord(at, offset, key, value, named, corrupt=reason, last=offset)


class _Body:
    """Reads one record after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = bytearray(data)
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def record(self, at: OffsetKey, base: int) -> ConsumerRecord:
        length = self._number()
        begin = self._at
        self._bytes(1)  # attributes, of which none is in use
        self._number()  # its time
        offset = base + self._number()
        key, value = self._optional(), self._optional()
        headers = [(self._bytes(self._number()), self._optional()) for _ in range(self._number())]
        if self._at - begin != length:
            raise Garbled(f"a record of {length} bytes has {self._at - begin}")
        return _received(at, offset, key or b"", value, headers)

    def _number(self) -> int:
        number, self._at = decode_varint(self._data, self._at)
        return int(number)

    def _optional(self) -> bytes | None:
        length = self._number()
        return None if length == -1 else self._bytes(length)

    def _bytes(self, length: int) -> bytes:
        if not 0 <= length <= self.left:
            raise Garbled(f"a length of {length} where {self.left} bytes are left")
        self._at += length
        return bytes(self._data[self._at - length : self._at])
