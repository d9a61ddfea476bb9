"""Redis runs each of these Lua scripts as one step: nothing else happens in between, and it happens fully or not at all."""

import re
from pathlib import Path
from typing import Any

from bot.state.redis.client import Client
from bot.state.redis.keys import Part, key

# `-- include: name` stands for another file, of functions that several scripts need.
INCLUDE = re.compile(r"^-- include: (\w+)$", re.MULTILINE)


class Script:
    """One of the `.lua` files beside this one, with the parts of a conversation that it reads or writes, in its order."""

    def __init__(self, client: Client, name: str, *parts: Part) -> None:
        self.parts = parts
        self._run = client.register_script(load(name))

    async def __call__(self, conversation: str, *arguments: str | float) -> Any:
        return await self._run(keys=[key(conversation, part) for part in self.parts], args=arguments)


def load(name: str) -> str:
    """The text of a script, with what it includes."""
    text = Path(__file__).with_name(f"{name}.lua").read_text(encoding="utf-8")
    return INCLUDE.sub(lambda found: load(found[1]), text)
