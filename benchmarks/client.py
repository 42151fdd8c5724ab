"""A visitor without a browser: speaks the protocol of Streamlit's pages, takes what they send, clicks."""

from __future__ import annotations

import asyncio
from time import perf_counter
from types import TracebackType
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect

RUN_PATIENCE = 60  # seconds until a run that did not end is an error
STALE = {"FINISHED_EARLY_FOR_RERUN", "FINISHED_FRAGMENT_RUN_SUCCESSFULLY"}


class Failed(Exception):  # noqa: N818 (says what is the case)
    """A run ended with an error box, or not at all."""


class Session:
    """One tab. `pages`: address -> hash; `choices`: select box -> its options; both of the last run."""

    def __init__(self, address: str) -> None:
        self._connect = connect(
            f"ws://{address}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            open_timeout=RUN_PATIENCE,
        )
        self._socket: Any = None
        self.pages: dict[str, str] = {}
        self.page = ""
        self.choices: dict[str, list[str]] = {}
        self.n_elements = 0
        self._states: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        self._socket = await self._connect
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._socket.close()

    async def open(self, page: str) -> float:
        """Change to a page, as a click in the navigation does; gives the seconds until it is whole."""
        self.page = self.pages[page]
        self._states = {}
        return await self.run()

    async def choose(self, box: str, option: str) -> float:
        """Choose in a select box."""
        self._states[box] = option
        return await self.run()

    async def run(self) -> float:
        """Let the script run and take all that it sends."""
        ask = BackMsg()
        ask.rerun_script.page_script_hash = self.page
        states = [WidgetState(id=name, string_value=value) for name, value in self._states.items()]
        ask.rerun_script.widget_states.widgets.extend(states)
        began = perf_counter()
        await self._socket.send(ask.SerializeToString())
        try:
            await asyncio.wait_for(self._take(), RUN_PATIENCE)
        except TimeoutError:
            raise Failed("the run did not end") from None
        return perf_counter() - began

    async def _take(self) -> None:
        boxes: list[str] = []
        self.choices, self.n_elements = {}, 0
        while True:
            message = ForwardMsg.FromString(await self._socket.recv())
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self.pages = {one.url_pathname: one.page_script_hash for one in message.navigation.app_pages}
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                boxes += self._note(message.delta.new_element)
            elif kind == "script_finished":
                status = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
                if status == "FINISHED_SUCCESSFULLY":
                    break
                if status not in STALE:
                    raise Failed(status)
        if boxes:
            raise Failed("; ".join(boxes))

    def _note(self, element: Any) -> list[str]:
        self.n_elements += 1
        kind = element.WhichOneof("type")
        if kind == "selectbox" and element.selectbox.options:
            self.choices[element.selectbox.id] = list(element.selectbox.options)
        if kind == "exception":
            return [element.exception.message]
        if kind == "alert" and element.alert.format == element.alert.ERROR:
            return [element.alert.body]
        return []
