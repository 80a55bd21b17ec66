"""What needs an event loop of its own runs in a thread of its own: browsers have one running in the tests' thread."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def apart(function: Callable[..., Result], *arguments: object) -> Result:
    """What a function gives that is called in another thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(function, *arguments).result()


def run_apart(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """The coroutine's result."""
    return apart(asyncio.run, coroutine)
