"""Starts real OpenSearch nodes on loopback, each a process of its own, and stops or kills them.

The ports are free ones, the data lies in a folder that the caller gives, and a node ends with the
process that started it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import urllib3

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CLASS_PATH = ROOT / "build/opensearch-classpath.txt"
LAUNCHER = Path(__file__).with_name("Node.java")
CLUSTER = "depeche-tests"
HEAP_MB = 512
START_SECONDS = 180
STOP_SECONDS = 20
# Fast to start, and small; a benchmark wants a JVM that compiles all it can.
QUICK = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
# The tests run where they run: a full disk of the machine is no matter of theirs.
SETTINGS = {
    "network.host": "127.0.0.1",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "cluster.info.update.interval": "10s",
    "cluster.fault_detection.follower_check.timeout": "2s",
    "cluster.fault_detection.follower_check.retry_count": "2",
}


class NotStarted(Exception):
    """A node that did not come up, with the end of what it said."""


def missing() -> str | None:
    """Return why no node can be started here, None where one can."""
    if not shutil.which("javac"):  # a run-time environment alone cannot start from source
        return "no Java 11 or later here: install a JDK (Debian: openjdk-17-jdk-headless)"
    if not CLASS_PATH.exists():
        needed = "run" if shutil.which("mvn") else "there is no Maven here: install it, then run"
        return f"the jars of OpenSearch are not fetched: {needed} `make opensearch-jars`"
    if not all(Path(jar).exists() for jar in CLASS_PATH.read_text("utf-8").split(os.pathsep)):
        return f"jars of {CLASS_PATH} are gone: delete it and run `make opensearch-jars`"
    return None


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        found = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in found:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in found]


def ends(pid: int, *, seconds: float) -> bool:
    """Wait for a process that is no child of ours; tell whether it ended in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text("utf-8").rpartition(") ")[2].startswith("Z"):
            return True
        time.sleep(0.1)
    return False


@dataclass
class Node:
    """One node: `settings` are OpenSearch's own."""

    name: str
    folder: Path
    port: int
    settings: dict[str, str]
    java: tuple[str, ...] = QUICK
    heap_mb: int = HEAP_MB
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "node.log"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        java = (f"-Xms{self.heap_mb // 2}m", f"-Xmx{self.heap_mb}m", *self.java)
        path = CLASS_PATH.read_text("utf-8")
        settings = [f"{key}={value}" for key, value in self.settings.items()]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["java", *java, "-cp", path, LAUNCHER, self.folder, CLUSTER, *settings],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                # Ctrl-C is for the process that started it, which then stops it in order
                start_new_session=True,
            )

    def stop(self) -> None:
        """End the node in order, and by force where it takes too long."""
        if self.process is None:
            return
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGCONT)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End the node as a failure of its machine does."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)
        with suppress(BrokenPipeError):
            self.process.stdin.close()

    @contextmanager
    def asleep(self) -> Iterator[None]:
        """Have the node stand still: it accepts connections and answers nothing."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def failed(self) -> bool:
        """Tell whether the node ended, and nobody killed it."""
        return self.process is not None and self.process.poll() not in {None, -signal.SIGKILL}

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Cluster:
    nodes: list[Node] = field(default_factory=list)

    @property
    def url(self) -> str:
        return next(node for node in self.nodes if node.alive()).url

    @property
    def urls(self) -> list[str]:
        return [node.url for node in self.nodes]

    def ask(self, method: str, path: str, body: object = None, *, seconds: float = 30) -> dict:
        """Ask a living node; return its answer, whatever its status."""
        return ask(self.url, method, path, body, seconds=seconds)

    def wait(self, *, nodes: int | None = None, status: str = "yellow") -> None:
        """Wait until so many nodes are one cluster in this state or a better one."""
        wanted = nodes or len(self.nodes)
        until = time.monotonic() + START_SECONDS
        while True:
            for node in self.nodes:
                if node.failed() or time.monotonic() > until:
                    raise NotStarted(node.log.read_text("utf-8", "replace")[-3000:])
            if self._is(wanted, status):
                return
            time.sleep(0.25)

    def _is(self, nodes: int, status: str) -> bool:
        try:
            health = self.ask("GET", "/_cluster/health", seconds=5)
        except urllib3.exceptions.HTTPError:
            return False
        fine = ("green",) if status == "green" else ("green", "yellow")
        return health.get("number_of_nodes") == nodes and health.get("status") in fine

    def stop(self) -> None:
        for node in self.nodes:  # all are told before any is waited for
            if node.alive():
                node.process.send_signal(signal.SIGTERM)
        for node in self.nodes:
            node.stop()


def ask(url: str, method: str, path: str, body: object = None, *, seconds: float = 30) -> dict:
    """Send one request to a node, JSON both ways; nothing is tried again."""
    answer = urllib3.request(
        method,
        url + path,
        body=None if body is None else json.dumps(body),
        headers={"Content-Type": "application/json"},
        timeout=seconds,
        retries=False,
    )
    return answer.json() if answer.data else {}


@contextmanager
def running(
    folder: Path,
    count: int = 1,
    *,
    java: tuple[str, ...] = QUICK,
    heap_mb: int = HEAP_MB,
    **settings: str,
) -> Iterator[Cluster]:
    """Run a cluster of so many nodes until the end of the block; dots in settings are `__`.

    Raises NotStarted where it does not come up.
    """
    names = [f"node{number}" for number in range(1, count + 1)]
    ports = free_ports(2 * count)
    between = [f"127.0.0.1:{port}" for port in ports[count:]]
    cluster = Cluster()
    for name, port, own in zip(names, ports, between, strict=False):
        cluster.nodes.append(
            Node(
                name,
                folder / name,
                port,
                SETTINGS
                | {
                    "node.name": name,
                    "http.port": str(port),
                    "transport.port": own.rpartition(":")[2],
                    "discovery.seed_hosts": ",".join(one for one in between if one != own),
                    "cluster.initial_cluster_manager_nodes": ",".join(names),
                    "path.repo": str(folder / "snapshots"),
                }
                | {key.replace("__", "."): value for key, value in settings.items()},
                java,
                heap_mb,
            )
        )
    try:
        for node in cluster.nodes:
            node.start()
        cluster.wait()
        yield cluster
    finally:
        cluster.stop()
