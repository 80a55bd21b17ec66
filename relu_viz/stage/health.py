"""What an operator asks the server: ``/healthz``, whether it is well, and ``/metrics``, what it does, for Prometheus.

Nothing in it is a visitor's: only counts, seconds and bytes.
"""

import logging
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from relu_viz.stage.memory import most_memory, resident

SECONDS_OF_A_STOP = 10  # for which somebody waits and the training thread has not turned

logger = logging.getLogger("relu_viz")
registry = CollectorRegistry()
ProcessCollector(registry=registry)  # descriptors, processor time
ANSWERS = Histogram(
    "relu_viz_answer_seconds", "How long a picture waited for its frames.", registry=registry,
    buckets=(0.01, 0.02, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2, 4),
)  # fmt: skip
EPOCHS = Counter("relu_viz_epochs", "Epochs that visitors' networks were trained.", registry=registry)
REFUSALS = Counter("relu_viz_refusals", "What was refused, by what it was.", ["what"], registry=registry)


def refused(what: str, why: str) -> None:
    """Count a refusal, and say it in the log; neither may hold anything that a visitor said."""
    REFUSALS.labels(what).inc()
    logger.warning("refused: %s (%s)", what, why)


def watch(name: str, words: str, value: Callable[[], float]) -> None:
    """Tell of something that goes up and down: what it is now is asked for whenever somebody looks."""
    Gauge(f"relu_viz_{name}", words, registry=registry).set_function(value)


def health_routes(base: str, seconds_stuck: Callable[[], float]) -> list[BaseRoute]:
    """Both routes; ``seconds_stuck`` tells for how long somebody has waited while nothing was done."""

    async def healthz(request: Request) -> Response:
        stuck = seconds_stuck()
        if stuck > SECONDS_OF_A_STOP:
            return PlainTextResponse(f"The training thread has not turned for {stuck:.0f} seconds.", 503)
        return PlainTextResponse("ok")

    async def metrics(request: Request) -> Response:
        return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [Route(f"{base}/healthz", healthz), Route(f"{base}/metrics", metrics)]


watch("memory_bytes", "What the process has.", resident)
watch("memory_limit_bytes", "What it may take beyond what it has when it begins.", most_memory)
