"""Which partition a key belongs to; the rule every Kafka client shares."""

from functools import lru_cache

from aiokafka.partitioner import murmur2

REMEMBERED = 65_536
"""Keys whose partition is not computed again; murmur2 is slow in Python."""


@lru_cache(maxsize=REMEMBERED)
def partition_of(key: bytes, partitions: int) -> int:
    return int((murmur2(key) & 0x7FFFFFFF) % partitions)
