"""A proxy that passes nothing but Streamlit's own paths, as a strict one in front of an app may."""

import asyncio
import re
import threading

from benchmarks.browser import free_port

OWN = re.compile(rb"/(_stcore|media|component|static|app/static)/|/[^/]*$")
SAYS_NO = (
    b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 9\r\nConnection: close\r\n\r\n<p>No</p>"
)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:  # a connection that is reset at one end is closed at the other
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()


def start_strict_proxy(to: int) -> int:
    """Put the proxy before a port of this machine; returns its own port."""
    port, ready = free_port(), threading.Event()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return writer.close()
        if not OWN.match(head.split(b" ")[1].partition(b"?")[0]):
            writer.write(SAYS_NO)
            await writer.drain()
            return writer.close()
        if b"upgrade: websocket" not in head.lower():  # one request a connection, so that each one is looked at
            head = re.sub(rb"(?im)^connection:[^\r]*\r\n", b"", head)[:-2] + b"Connection: close\r\n\r\n"
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", to)
        there_writer.write(head)
        await asyncio.gather(_carry(reader, there_writer), _carry(there_reader, writer), return_exceptions=True)

    async def run() -> None:
        server = await asyncio.start_server(connect, "127.0.0.1", port)
        ready.set()
        await server.serve_forever()

    threading.Thread(target=lambda: asyncio.run(run()), daemon=True).start()
    ready.wait()
    return port
