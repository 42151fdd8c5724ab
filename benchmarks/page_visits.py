"""A server of pages in a process of its own, and a visitor who asks it for reruns as a browser does."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.serving import Server, serve
from compliance.paths import ROOT

SETTLED = 0.03  # seconds after the last message in which a server finishes its own work
PATIENCE = 300


def server(script: Path, folder: Path, **environment: str) -> AbstractContextManager[Server]:
    """Serve an application with the settings of the project."""
    own = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment}
    return serve(script, folder, settings=ROOT, **own)


class Visitor:
    """One session on one page. Keeps, like a browser, the address and the messages it need not get again."""

    def __init__(self, server: Server, page: str, socket: ClientConnection) -> None:
        self._server, self._page, self._socket = server, page, socket
        self._page_hash, self._query = "", ""
        self._known: set[str] = set()

    def rerun(self) -> tuple[float, float]:
        """Let the page run once from its first to its last line: seconds of processor, and by the clock."""
        ask = BackMsg()
        asked = ask.rerun_script
        asked.query_string = self._query
        asked.page_script_hash = self._page_hash
        asked.page_name = "" if self._page_hash else self._page
        asked.cached_message_hashes.extend(sorted(self._known))
        asked.context_info.url = f"http://{self._server.address}/{self._page}"
        cpu, wall = self._server.cpu(), time.perf_counter()
        self._socket.send(ask.SerializeToString())
        while not self._is_last(self._socket.recv(timeout=PATIENCE)):
            pass
        wall = time.perf_counter() - wall
        time.sleep(SETTLED)
        return self._server.cpu() - cpu, wall

    def _is_last(self, content: str | bytes) -> bool:
        assert isinstance(content, bytes)  # noqa: S101
        message = ForwardMsg.FromString(content)
        kind = message.WhichOneof("type")
        if message.metadata.cacheable:
            self._known.add(message.hash)
        if kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            raise SystemExit(f"{self._page}: {message.delta.new_element.exception.message}")
        return kind == "script_finished"


@contextmanager
def visit(server: Server, page: str) -> Iterator[Visitor]:
    """A session that begins on that page."""
    address = f"ws://{server.address}/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as opened:
        yield Visitor(server, page, opened)


def record(folder: Path, pages: Sequence[str], **environment: str) -> None:
    """Keep in the folder what the pages draw, for `constant`."""
    with _scripted("page_record.py", folder, **environment) as one:
        for page in pages:
            with visit(one, page) as visitor:
                visitor.rerun()
                visitor.rerun()  # the second run is the one that later ones repeat


def constant(folder: Path) -> AbstractContextManager[Server]:
    """A server of pages that draw what was recorded in the folder."""
    return _scripted("page_constant.py", folder)


def _scripted(script: str, folder: Path, **environment: str) -> AbstractContextManager[Server]:
    scripts = ROOT / "benchmarks"
    told = {"PANTAU_BENCHMARK_SCRIPT": str(scripts / script), "PANTAU_BENCHMARK_FOLDER": str(folder)}
    return server(scripts / "page_server.py", folder, **told, **environment)
