"""``python -m recoup_bench.webhook_receiver``: answers ``/ok`` at once and ``/hang`` never."""

import asyncio
import json
import sys
from time import monotonic

ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"
arrived: list[tuple[str, float]] = []
never = asyncio.Event()
"""One for all: who waits for something that nobody else knows of is garbage."""


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1]
            length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            body = await reader.readexactly(int(length or b"0"))
            if path.startswith(b"/hang"):
                await never.wait()
            elif path.startswith(b"/ok"):
                arrived.append((json.loads(body)["data"]["invoice_id"], monotonic()))
                writer.write(ANSWER)
            else:
                writer.write(_told(path))
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def _told(path: bytes) -> bytes:
    if path == b"/forget":
        arrived.clear()
    body = json.dumps(arrived).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


async def main() -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
