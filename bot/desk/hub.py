"""What changes, told to all pages of this process: one subscription to Redis, however many pages are open.

A conversation that somebody has open, or an agent has, is looked at as soon as there is news of it. The list is looked at every quarter
of a second, and what changed in it goes to all pages as one text, made once.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bot.desk.names import Names
from bot.desk.views import Json, case_json, line_json
from bot.state.agents.cases import CaseView, case_views
from bot.state.agents.history import newest_lines
from bot.state.agents.news import Alarm, Looks, SessionsEnded, Types, read_news
from bot.state.agents.presence import VIEWING_S
from bot.state.desk import Desk
from bot.state.redis.client import Client, Unavailable
from bot.state.redis.keys import DESK_NEWS, NEWS
from bot.state.redis.pubsub import Notices
from bot.state.redis.tasks import end
from bot.state.turns.owner import AGENT

logger = logging.getLogger(__name__)

LIST_EVERY_S = 0.25
# Of a conversation that is open, the newest lines are looked at; those that were told already are not told again.
NEWEST = 20
MOST_KNOWN, SIDE_BY_SIDE = 2_000, 16
# A page that has so many events untaken is closed; it connects again, and fetches what there is.
MOST_UNTAKEN = 500
PAUSE_S = 0.5


class Page:
    """One open page: what it is still to be told. `None` ends its stream."""

    def __init__(self, agent: str) -> None:
        self.agent = agent
        self.untold: asyncio.Queue[str | None] = asyncio.Queue()

    def tell(self, text: str | None) -> None:
        if self.untold.qsize() < MOST_UNTAKEN:
            self.untold.put_nowait(text)
        elif self.untold.qsize() == MOST_UNTAKEN:
            self.untold.put_nowait(None)


class Hub:
    """The pages of one server process."""

    def __init__(self, client: Client, notices: Notices, desk: Desk, names: Names) -> None:
        self._client, self._notices, self._desk, self._names = client, notices, desk, names
        self._pages: set[Page] = set()
        self._views: dict[str, dict[str, float]] = {}  # conversation → agent → until when they have it open
        self._cases: dict[str, CaseView] = {}  # those of the list
        self._told: OrderedDict[str, dict[str, str]] = OrderedDict()  # conversation → line → as it was told
        self._stale = True  # whether the list has to be read anew
        self._changed: set[str] = set()
        self._news: set[str] = set()
        self._wakes = asyncio.Event()
        self._hearing = ExitStack()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begins; call it in the event loop of the session state."""
        self._hearing.enter_context(self._notices.all(NEWS, self._heard))
        self._hearing.enter_context(self._notices.all(DESK_NEWS, self._heard_of_agents))
        self._tasks = [asyncio.ensure_future(run()) for run in (self._tell_lines, self._tell_list)]

    async def stop(self) -> None:
        """Ends all streams; their pages connect to another process, or to the next start."""
        self._hearing.close()
        await end(self._tasks)
        for page in self._pages:
            page.tell(None)

    @contextmanager
    def page(self, agent: str) -> Iterator[Page]:
        """A page that is told of everything, for as long as the block runs."""
        page = Page(agent)
        self._stale = self._stale or not self._pages
        self._pages.add(page)
        try:
            yield page
        finally:
            self._pages.discard(page)

    def opened(self, conversation: str, agent: str) -> None:
        """Says that an agent has a conversation open, before the others hear of it."""
        self._views.setdefault(conversation, {})[agent] = time.monotonic() + VIEWING_S

    async def cases_of(self, agent: str) -> list[str]:
        """The conversations that an agent has."""
        self._stale = self._stale or not self._pages
        await self._read_list()
        owner = f"{AGENT}{agent}"
        return [view.conversation for view in self._cases.values() if view.owner.owner == owner]

    def _heard(self, conversation: str) -> None:
        if not self._pages:
            return
        if conversation:
            self._news.add(conversation)
            self._wakes.set()
        else:
            self._stale = True
            self._told.clear()
            self._broadcast("live", {})  # anything may have been missed: pages fetch what there is

    def _heard_of_agents(self, record: str) -> None:
        match read_news(record):
            case Types(conversation, agent):
                self._tell(conversation, "typing", {"conversation": conversation, "who": agent or "customer"}, but=agent)
            case Looks(conversation, viewers, agent):
                self.opened(conversation, agent)
                names = self._names.known
                shown = [{"id": each, "name": names.get(each, each)} for each in viewers]
                self._tell(conversation, "viewing", {"conversation": conversation, "viewers": shown})
            case Alarm(topic, text):
                self._broadcast("alarm", {"topic": topic, "text": text})
            case SessionsEnded(agent):
                for page in self._pages:
                    if page.agent == agent:
                        page.tell("")  # its stream looks whether the session goes on

    async def _tell_lines(self) -> None:
        while True:
            await self._wakes.wait()
            self._wakes.clear()
            news, self._news = self._news, set()
            self._changed |= news
            try:
                await self._read_list()
                open_ = [conversation for conversation in news if self._who(conversation)]
                for start in range(0, len(open_), SIDE_BY_SIDE):
                    await asyncio.gather(*map(self._try_lines_of, open_[start : start + SIDE_BY_SIDE]))
            except Unavailable as error:
                logger.warning("The desk's pages are told later: %s", error)
                self._news |= news
                self._wakes.set()
                await asyncio.sleep(PAUSE_S)
            except Exception:  # no page would be told of anything any more
                logger.exception("The desk's pages are not told of %d conversations.", len(news))
                await asyncio.sleep(PAUSE_S)

    async def _try_lines_of(self, conversation: str) -> None:
        try:
            await self._tell_lines_of(conversation)
        except Unavailable:
            raise
        except Exception:  # it would be so again, and the others are to be told
            logger.exception("The desk's pages are not told of conversation %s.", conversation)

    async def _tell_lines_of(self, conversation: str) -> None:
        names = await self._names.all()
        [view] = await case_views(self._client, [conversation])
        told = self._told.setdefault(conversation, {})
        self._told.move_to_end(conversation)
        while len(self._told) > MOST_KNOWN:
            self._told.popitem(last=False)
        new = []
        for line in await newest_lines(self._client, conversation, NEWEST):
            shown = line_json(line, conversation, names)
            text = json.dumps(shown, ensure_ascii=False)
            if told.get(line.id) != text:
                told[line.id] = text
                new.append(shown)
        if view.owner.with_person:
            self._cases[conversation] = view  # that it leaves the list is for `_tell_list` to see
        self._tell(conversation, "conversation", {"conversation": conversation, "messages": new, "case": case_json(view, names)})

    async def _read_list(self) -> None:
        if self._stale:
            self._stale = False  # what happens while it is read may make it stale again
            try:
                listed = [case.conversation for case in await self._desk.cases()]
                self._cases = {view.conversation: view for view in await case_views(self._client, listed)}
            except BaseException:
                self._stale = True
                raise

    async def _tell_list(self) -> None:
        while True:
            await asyncio.sleep(LIST_EVERY_S)
            changed, self._changed = self._changed, set()
            if not changed or not self._pages:
                continue
            try:
                names = await self._names.all()
                views = [view for view in await case_views(self._client, sorted(changed)) if self._keep(view)]
            except Unavailable:
                self._changed |= changed
                await asyncio.sleep(PAUSE_S)
                continue
            except Exception:  # the list would change no more
                logger.exception("The desk's pages are not told of changes in the list.")
                await asyncio.sleep(PAUSE_S)
                continue
            if views:
                self._broadcast("cases", {"cases": [case_json(view, names) for view in views]})

    def _keep(self, view: CaseView) -> bool:
        """Remembers a conversation if it is one of the list; returns whether the list has it, or had it until now."""
        had = self._cases.pop(view.conversation, None) is not None
        if view.owner.with_person:
            self._cases[view.conversation] = view
        return had or view.owner.with_person

    def _who(self, conversation: str) -> set[str]:
        """The agents who have a conversation, or have it open."""
        views, now = self._views.get(conversation, {}), time.monotonic()
        if views and not any(until > now for until in views.values()):
            del self._views[conversation]
        case = self._cases.get(conversation)
        return {agent for agent, until in views.items() if until > now} | ({case.owner.agent} if case and case.owner.agent else set())

    def _tell(self, conversation: str, name: str, data: Json, but: str = "") -> None:
        agents = self._who(conversation) - {but}
        text = event(name, data)
        for page in self._pages:
            if page.agent in agents:
                page.tell(text)

    def _broadcast(self, name: str, data: Json) -> None:
        text = event(name, data)
        for page in self._pages:
            page.tell(text)


def event(name: str, data: Json) -> str:
    """A server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
