"""A running server follows `models/current`: what `heed promote` and `heed rollback` chose is loaded beside the old model, and swapped in.

The link is looked at every second, by each process for itself: a promotion needs the files anyway, so whoever sees them sees the link.
"""

from __future__ import annotations

import asyncio
import copy
import logging
import time
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from sanic import Sanic

from bot import metrics
from bot.models.bundle import ARCHIVE, Bundle, archive_of
from bot.models.promotion_settings import PromotionSettings
from bot.models.registry import Registry, version_of
from bot.server.model.loading_turn import loading_turn
from bot.server.model.model_use import ModelUse
from bot.server.model.probation import Tally, worse
from bot.server.model.tuning import give_back
from bot.server.model.unpacked import UnpackedProcessor
from bot.workspace import Workspace
from data.errors import HeedError

logger = logging.getLogger(__name__)

LOOKS_EVERY_S = 1.0
# A replaced model is let go of once no turn of ours uses it, and not before so long: turns of Rasa's own channels aren't counted.
GRACE_S = 5.0
# All processes are to serve the new model within 10 s, however many there are.
TURN_S = 3.0


class Changeover:
    """Keeps a server's agent with the promoted model. Turns that have begun end with the model that they began with."""

    def __init__(self, app: Sanic, use: ModelUse) -> None:
        """`use` knows which models turns are being answered by."""
        self._app, self._use = app, use
        workspace = Workspace.current()
        self._registry, self._settings = Registry(workspace.models), PromotionSettings.load(workspace.promotion)
        self._followed: str | None = None
        self._refused = ""
        self._began = Tally()
        self._before: Tally | None = None
        self._until = 0.0

    async def run(self) -> None:
        """Runs until it is cancelled; the server's agent is ready."""
        agent = self._app.ctx.agent
        inside = archive_of(Path(agent.processor.model_path))
        # A server that was started with a bare archive keeps it until something is promoted after that.
        self._followed = version_of(inside) if inside.name == ARCHIVE else self._promoted()
        metrics.serve_model(version_of(inside))
        while True:
            await asyncio.sleep(LOOKS_EVERY_S)
            try:
                await self._look()
            except Exception:  # a follower that has ended would keep an old model for good
                logger.exception("The promoted model can't be followed.")

    async def _look(self) -> None:
        promoted = self._promoted()
        if promoted and promoted != self._followed and promoted != self._refused:
            try:
                await self._change(Bundle(self._registry.folder / promoted))
            except HeedError as error:
                self._refused = promoted
                metrics.changeovers.labels("refused").inc()
                logger.error("The promoted model is refused, the one before serves on: %s", error)
        elif promoted and promoted == self._followed and self._before and time.monotonic() < self._until:
            self._watch(promoted)

    async def _change(self, bundle: Bundle) -> None:
        old: Agent = self._app.ctx.agent
        processor, generator = await asyncio.to_thread(self._load, bundle, old)
        new = copy.copy(old)
        new.processor, new.domain, new.nlg, new.fingerprint = processor, processor.domain, generator, uuid.uuid4().hex
        await self._try(new, bundle)
        new.tracker_store.domain = new.domain
        self._app.ctx.agent = new
        self._followed, self._refused = bundle.version, ""
        now = Tally.now()
        self._before, self._began = now.since(self._began), now
        self._until = time.monotonic() + self._settings.watch_minutes * 60
        metrics.serve_model(bundle.version)
        metrics.changeovers.labels("done").inc()
        logger.info("The model %s has taken over.", bundle.version)
        await self._let_go(old)

    async def _try(self, agent: Agent, bundle: Bundle) -> None:
        """Has a model read something, so that the first customer doesn't wait for what is loaded when it is needed.

        Raises:
            HeedError: it can't.
        """
        self._use.read_beside_the_loop(agent)
        try:
            await agent.processor.parse_message(UserMessage("hello", sender_id=""))
        except Exception as error:  # whatever its components raise; customers would get nothing else
            raise HeedError(f"the model {bundle.version} can't read a message: {error}") from error

    async def _let_go(self, replaced: Agent) -> None:
        """Gives back a replaced model's memory, once its last turn has ended."""
        await asyncio.sleep(GRACE_S)
        while self._use.now(replaced.processor):
            await asyncio.sleep(LOOKS_EVERY_S)
        # What reads beside the loop holds the processor, and so itself; without it all goes at once, and no collector has to find it.
        vars(replaced.processor).pop("parse_message", None)
        replaced.processor = replaced.nlg = None
        await asyncio.to_thread(give_back)

    def _load(self, bundle: Bundle, old: Agent) -> tuple[MessageProcessor, object]:
        """Loads a bundle with what the old agent is connected to; in a thread, so that messages are answered meanwhile.

        Raises:
            HeedError: it is damaged.
        """
        generator = copy.copy(old.nlg)
        try:
            with loading_turn(bundle.archive, TURN_S), TemporaryDirectory() as folder:
                self._registry.check(bundle, Path(folder))
                processor = UnpackedProcessor(
                    Path(folder),
                    model_path=str(bundle.archive),
                    tracker_store=old.tracker_store,
                    lock_store=old.lock_store,
                    action_endpoint=old.action_endpoint,
                    generator=generator,
                    http_interpreter=old.http_interpreter,
                )
        except HeedError:
            raise
        except Exception as error:  # Rasa and each library have their own; whatever it is, the old model serves on
            raise HeedError(f"the model {bundle.version} can't be loaded: {error}") from error
        if isinstance(generator, TemplatedNaturalLanguageGenerator):
            generator.responses = processor.domain.responses
        return processor, generator

    def _watch(self, version: str) -> None:
        """Takes a promotion back whose model does worse than the one before."""
        assert self._before
        why = worse(self._before, Tally.now().since(self._began), self._settings.watched_answers)
        if why:
            self._until = 0.0
            change = self._registry.rollback(version, why)
            logger.error("The model %s is taken back: %s. %s is served again.", version, why, change.version)

    def _promoted(self) -> str | None:
        try:
            bundle = self._registry.promoted()
        except HeedError as error:
            logger.error("The promoted model can't be found, the one before serves on: %s", error)
            return None
        return bundle.version if bundle else None
