"""How smooth the picture is far from the server: through a proxy that adds 75 ms each way and caps 2 Mbit/s.

    python -m benchmarks.slow_link

Plays 8-8 for 20 s; prints the frames that were painted and the longest time without one.
"""

import asyncio
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.browser import ARGUMENTS, HOW_TO_GET_ONE, ROOT, find_browser, free_port, serve

DELAY, BYTES_A_SECOND, SECONDS = 0.075, 2e6 / 8, 20
WATCH = """(stage, seconds) => new Promise((done) => {
  const begun = performance.now();
  let painted = stage.painted, last = begun, longest = 0;
  const first = painted;
  const look = (now) => {
    if (stage.painted !== painted) {
      longest = Math.max(longest, now - last);
      [painted, last] = [stage.painted, now];
    }
    if (now - begun < 1000 * seconds) return requestAnimationFrame(look);
    done([(painted - first) / seconds, Math.max(longest, now - last)]);
  };
  requestAnimationFrame(look);
})"""


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Bytes one way, each chunk when the link is free, and arriving a delay later."""
    loop, on_the_way = asyncio.get_running_loop(), asyncio.Queue()

    async def deliver() -> None:
        try:  # a connection that is reset at one end is closed at the other
            while (item := await on_the_way.get()) is not None:
                due, data = item
                await asyncio.sleep(max(0, due - loop.time()))
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()

    delivering, free = asyncio.create_task(deliver()), 0.0
    try:
        while data := await reader.read(4096):
            free = max(free, loop.time()) + len(data) / BYTES_A_SECOND
            on_the_way.put_nowait((free + DELAY, data))
    finally:
        on_the_way.put_nowait(None)
        await delivering


def start_proxy(to: int) -> int:
    """Put the slow link before a port of this machine; returns the port of its other end."""
    port, ready = free_port(), threading.Event()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", to)
        await asyncio.gather(carry(reader, there_writer), carry(there_reader, writer), return_exceptions=True)

    async def run() -> None:
        server = await asyncio.start_server(connect, "127.0.0.1", port)
        ready.set()
        await server.serve_forever()

    threading.Thread(target=lambda: asyncio.run(run()), daemon=True).start()
    ready.wait()
    return port


def main() -> None:
    chrome = find_browser()
    if chrome is None:
        sys.exit(HOW_TO_GET_ONE)
    log = Path(tempfile.mkstemp()[1])
    with serve(ROOT / "app.py", log) as (address, _), sync_playwright() as playwright:
        port = start_proxy(int(address.rpartition(":")[2]))
        page = playwright.chromium.launch(executable_path=chrome, args=ARGUMENTS).new_page(
            viewport={"width": 1440, "height": 900}
        )
        page.goto(f"http://127.0.0.1:{port}/playground?hidden=8,8", timeout=180_000)
        page.get_by_role("button", name="Play", exact=True).click(timeout=180_000)
        page.wait_for_timeout(3000)
        painted, longest = page.get_by_test_id("stage").evaluate(WATCH, SECONDS)
        print(f"through 75 ms each way and 2 Mbit/s: {painted:.1f} frames/s, longest without one {longest:.0f} ms")


if __name__ == "__main__":
    main()
