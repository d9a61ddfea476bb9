"""One server process as its channels see it: the session state, the model, and what goes on beside the turns."""

from __future__ import annotations

import asyncio

from sanic import Sanic

from bot.handover.settings import read_handover
from bot.handover.telling import Telling
from bot.moods.watching import Watching
from bot.server.erasure.deletions import remove_traces_forever
from bot.server.files.sweeping import sweep_forever
from bot.server.files.uploads import Files
from bot.server.model.changeover import Changeover
from bot.server.model.model_use import ModelUse
from bot.server.model.served_model import ServedModel
from bot.server.moods_of_people import MoodsOfPeople
from bot.server.turns.rasa_runner import RasaRunner
from bot.state.agents.moods import MoodNotes
from bot.state.connection import shared
from bot.state.service import Service
from bot.state.wrong_tries import WrongTries
from bot.workspace import Workspace


class Serving:
    """The session state of one server process, and the model that answers in it.

    Attributes:
        bursts: seconds within which messages of a channel are merged into one turn, by the name of each channel that is there.
        people: whether and how people take conversations over.
        service: the session state.
        model: what answers.
    """

    def __init__(self, app: Sanic) -> None:
        self._app = app
        self.bursts: dict[str, float] = {}
        self.people = read_handover(Workspace.current().endpoints)
        connection = shared()
        self._client = connection.client
        # A turn is answered with the service at hand, which asks for none before it has started.
        self.service = Service(
            lambda turn: self._runner.answer(turn),
            lambda turn: self._runner.apologise(turn),
            lambda: self.model.warm_up(),
            self.bursts,
            connection,
        )
        self.model = ServedModel(app, ModelUse(self.service), WrongTries(self._client))
        self._runner = RasaRunner(self.model, self.people, self.service)
        self._telling = Telling(self.people, self.service.desk, self.service.notices)
        self._watching = Watching(self.people, self._client, self.service.notices, self.model.title)
        self._moods = MoodsOfPeople(self.model.read, lambda: self.model.ready, MoodNotes(self._client), self.service.counting)
        self.service.tell_of_messages_to_people(self._moods.heard)
        self._tasks: list[asyncio.Future[None]] = []

    async def join(self, channel: str, burst_s: float) -> None:
        """Adds a channel; with the first, the session state begins. See `bot.server.lifecycle.serve_state`."""
        first = not self.bursts
        self.bursts[channel] = burst_s
        if first:
            await self.service.start()
            following = asyncio.ensure_future(self._follow())
            self._telling.start()
            deleting = asyncio.ensure_future(remove_traces_forever(self._client, self.service.deletions, self.service.notices))
            sweeping = asyncio.ensure_future(sweep_forever(Files(), self.service.kept))
            self._tasks = [following, deleting, sweeping]
            self._watching.start()
            self._moods.start()

    async def leave(self, channel: str) -> None:
        """Takes a channel away; with the last, the session state ends."""
        del self.bursts[channel]
        if not self.bursts:
            await self._moods.stop()
            await self._watching.stop()
            await self._telling.stop()
            for task in self._tasks:
                task.cancel()
            await self.service.stop()

    async def _follow(self) -> None:
        """Has the server take over what is promoted from now on."""
        await self.model.loaded()
        await Changeover(self._app, self.model.use).run()
