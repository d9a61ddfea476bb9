"""A running server answers what its own user asks with `heed ask`, so that no second model has to be loaded.

One question a connection: a line of JSON, `{"question": …}`, is answered with one, `{"answer": …, "archive": …}` or `{"error": …}`.
Nothing is stored.
"""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress

from bot.server.local_socket import listen, place
from bot.server.model.served_model import ServedModel
from bot.state.redis.tasks import end
from bot.workspace import Workspace
from data.errors import HeedError

logger = logging.getLogger(__name__)

# Bytes of a line; what a customer may write is far less.
LONGEST = 1 << 20
# Seconds that a line may take to come.
PATIENCE_S = 5.0
# What parsing a line that isn't a question raises.
UNREADABLE = (ValueError, TypeError, KeyError, RecursionError)


class Questions:
    """The questions of one server process."""

    def __init__(self, model: ServedModel) -> None:
        self._model = model
        self._folder = Workspace.current().questions
        self._server: asyncio.AbstractServer | None = None
        self._starting: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins as soon as the model is there: who asks before that is not left waiting."""
        self._starting = asyncio.ensure_future(self._start())

    async def stop(self) -> None:
        """Ends; who still waits for an answer gets none."""
        if self._starting:
            await end([self._starting])
        if self._server:
            self._server.close()
            place(self._folder).unlink(missing_ok=True)

    async def _start(self) -> None:
        await self._model.loaded()
        try:
            self._server = await asyncio.start_unix_server(self._answer, sock=listen(self._folder), limit=LONGEST)
        except (HeedError, OSError) as error:  # customers are answered all the same, and `heed ask` loads a model of its own
            logger.info("`heed ask` can't ask this server: %s", error)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            try:
                question = str(json.loads(await asyncio.wait_for(reader.readuntil(), PATIENCE_S))["question"])
            except (asyncio.TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, *UNREADABLE):
                return  # not `heed ask`
            try:
                answer, archive = await self._model.ask(question)
                said = json.dumps({"answer": answer, "archive": str(archive)})
            except HeedError as error:
                said = json.dumps({"error": str(error)})
            except Exception as error:
                logger.exception("A question of `heed ask` can't be answered.")
                said = json.dumps({"error": f"the running server failed at it ({type(error).__name__}); its log says at what"})
            writer.write(said.encode() + b"\n")
            with suppress(ConnectionError):  # who asked has gone
                await writer.drain()
        finally:
            writer.close()
