"""Two servers behind nginx, with the configuration that deploy/ ships, for the benchmarks and the tests of scale."""

import getpass
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from benchmarks.browser import ROOT, free_port, serve, wait_until_it_answers

HOW_TO_GET_NGINX = "There is no nginx on this machine; get it, for example by: apt-get install nginx"
# Around the shipped configuration, which leaves log and paths to whoever includes it.
AROUND = """\
daemon off;
user {user};
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 4096; }}
http {{
    log_format who '$msec\\t$request_time\\t$http_user_agent\\t$upstream_addr\\t$status\\t$request';
    access_log {folder}/requests.log who;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/relu_viz.conf;
}}
"""


@dataclass(frozen=True)
class Processes:
    """The one address, the servers behind it in their order, each with its own, and the folder with the logs."""

    address: str
    servers: list[tuple[str, subprocess.Popen]]
    folder: Path


def find_nginx() -> str | None:
    """The path of nginx on this machine, or None."""
    return shutil.which("nginx")


@contextmanager
def serve_processes(folder: Path) -> Iterator[Processes]:
    """Run the app twice behind nginx, with all that is written in the given folder."""
    app = ROOT / "app.py"
    with (
        serve(app, folder / "1.log") as first,
        serve(app, folder / "2.log") as second,
        _nginx([first[0], second[0]], folder) as address,
    ):
        yield Processes(address, [first, second], folder)


@contextmanager
def _nginx(addresses: list[str], folder: Path) -> Iterator[str]:
    listen = f"127.0.0.1:{free_port()}"
    places = {f"PROCESS_{number}": urlsplit(each).netloc for number, each in enumerate(addresses, 1)}
    template = Template((ROOT / "deploy" / "relu_viz.conf.template").read_text())
    (folder / "relu_viz.conf").write_text(template.safe_substitute(places, NGINX_PORT=listen))
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=getpass.getuser()))
    nginx = subprocess.Popen([find_nginx() or "nginx", "-c", folder / "nginx.conf", "-e", folder / "nginx.log"])
    try:
        wait_until_it_answers(f"http://{listen}/_stcore/health", nginx)
        yield f"http://{listen}"
    finally:
        nginx.terminate()
        nginx.wait(10)
