"""What people do at a platform's own desk, as the session state knows it: they are one agent, `elsewhere.<channel>`."""

from __future__ import annotations

import logging

from bot.channels.frame.delivery import Owned, PersonSaid
from bot.state.desk import LONGEST_TEXT, Desk
from bot.state.ownership import NotYours
from bot.state.turns.owner import ELSEWHERE

logger = logging.getLogger(__name__)

# Why a conversation is a person's that nobody asked one for: somebody at the platform's desk answered.
JOINED = "joined"


async def own(desk: Desk, owned: Owned) -> None:
    """Gives a conversation to whom the platform says. A turn that is under way is not written any more if people have it now.

    One that people began, of which nothing is kept here, stays unknown.
    """
    conversation, agent = owned.address.conversation, ELSEWHERE + owned.address.channel
    owner = await desk.owner(conversation)
    try:
        if owned.owner == "people" and owner.agent != agent:
            await desk.take(conversation, agent, operation=owned.change)
        elif owned.owner == "assistant" and owner.agent == agent:
            await desk.hand_back(conversation, agent, operation=owned.change)
        elif owned.owner == "nobody" and owner.with_person:
            await desk.close(conversation, agent, operation=owned.change)
    except NotYours as problem:
        logger.info("%s is not given to %s: %s", conversation, owned.owner, problem)


async def said(desk: Desk, answer: PersonSaid) -> None:
    """Notes what a person answered; who answers has the conversation, and if the platform doesn't know that yet, it is told."""
    conversation, agent = answer.address.conversation, ELSEWHERE + answer.address.channel
    if not answer.text.strip():
        return
    owner = await desk.owner(conversation)
    try:
        if not owner.with_person:
            about = {**(owner.about or {}), "why": JOINED, "channel": answer.address.channel}
            await desk.hand_over(conversation, about, operation=f"joined:{answer.id}")
        await desk.take(conversation, agent, answer.name, operation=f"took:{answer.id}")
        await desk.say(conversation, agent, answer.text[:LONGEST_TEXT], answer.name, operation=answer.id)
    except NotYours as problem:
        logger.info("%s keeps nothing of what a person said: %s", conversation, problem)
