"""Records that nobody can understand, from whoever can write to the topics."""

import asyncio
from collections.abc import Mapping
from random import Random

from recoup_attack.batches import Record
from recoup_attack.bus import bus
from recoup_attack.forged import LAST, Forgery, paid
from recoup_attack.scene import Outcome, Scene
from recoup_attack.scenes.bus import marked, topic
from recoup_attack.target import SERVICES, Target

DEEP = b"[" * 200_000
LARGE = 900_000
KEY = b"attacker/cus_nobody"
PLAIN = paid("attacker", "cus_nobody", "inv_nobody", "rcv_nobody")


def _garbage(slot: str) -> Mapping[str, Forgery]:
    """Not one is understood, and each claims the last place there could ever be."""
    claim = PLAIN.but(slot=slot, sequence=LAST)
    return {
        "no JSON": claim.but(data=b"\xff{"),
        "another shape": claim.but(data=b'{"invoice_id": 7}'),
        "a version of tomorrow": claim.but(type="invoice.paid.v99"),
        "an unknown type": claim.but(type="invoice.vanished.v1"),
        "another tenant": claim.but(more={"ce_tenantid": b"somebody"}),
        "no value": claim.but(data=b""),
        "another source": claim.but(source="/recoup/whoever"),
    }


async def watermark(target: Target) -> Outcome:
    """What follows it in the same slot must not be taken for something that was received before."""
    async with marked(target, "watermark") as mark, bus(target.kafka, target.kafka.admin) as way:
        lies = [lie.record for lie in _garbage(mark.slot).values()]
        codes = [await way.put(topic(service), [lie]) for service in SERVICES for lie in lies]
        await asyncio.sleep(target.seconds / 2)
    written = sum(each.count(0) for each in codes)
    return Outcome(f"{written} records that claim the last place of slot {mark.slot}")


def _poison() -> Mapping[str, Record]:
    headers = PLAIN.record.headers
    return {
        "a header name that is no UTF-8": Record(KEY, b"{}", [*headers, (b"\xff\xfe", b"")]),
        "a header name of nothing": Record(KEY, b"{}", [*headers, (b"", b"")]),
        "a header of null": Record(KEY, b"{}", [*headers, (b"ce_actor", None)]),
        "headers twice": Record(KEY, b"{}", [*headers, *headers]),
        "10,000 headers": Record(KEY, b"{}", [(b"x-%d" % n, b"y") for n in range(10_000)]),
        "no headers": Record(KEY, b"{}"),
        "no key": Record(None, b"{}", headers),
        "no key and no value": Record(None, None),
        "a key that is no UTF-8": Record(b"\xff/\xfe", b"{}", headers),
        "a key with a NUL": Record(b"attacker/\0", b"{}", headers),
        "a key of 100,000": Record(b"attacker/" + b"k" * 100_000, b"{}", headers),
        "no value": Record(KEY, None, headers),
        "a large value": Record(KEY, b'"' + b"a" * LARGE + b'"', headers),
        "a deep value": Record(KEY, DEEP, headers),
        "a number of 100,000 digits": Record(
            KEY, b'{"invoice_id":' + b"9" * 100_000 + b"}", headers
        ),
        "half surrogates": Record(KEY, b'{"invoice_id": "\\ud800"}', headers),
        "chance": Record(KEY, Random(1).randbytes(5_000), [(b"ce_type", b"\xff\x00\xff")]),
    }


BROKEN = {
    "a wrong checksum": {"crc": 1},
    "a control batch": {"attributes": 0x20},
    "a transaction nobody began": {"attributes": 0x10},
    "gzip that is none": {"attributes": 1},
    "zstd that is none": {"attributes": 4},
    "a compression nobody knows": {"attributes": 7},
}


async def poison(target: Target) -> Outcome:
    """Into every partition of every topic, among what others say."""
    taken: dict[str, int] = {}
    async with bus(target.kafka, target.kafka.admin) as way:
        for service in SERVICES:
            for name, record in _poison().items():
                taken[name] = taken.get(name, 0) + list(
                    await way.put(topic(service), [record])
                ).count(0)
            for name, trouble in BROKEN.items():
                codes = await way.put(topic(service), [PLAIN.record], **trouble)
                taken[name] = taken.get(name, 0) + list(codes).count(0)
    await asyncio.sleep(target.seconds / 2)
    refused = [name for name, count in taken.items() if not count]
    return Outcome(
        f"{sum(taken.values())} records written; the broker refused {', '.join(refused)}"
    )


SCENES = (
    Scene("bus", "watermark", "garbage that claims a publisher's last place", watermark),
    Scene("bus", "poison", "records that cannot be taken apart", poison, quick=True),
)
