"""Does a thing once for each key, however often it is asked for: a page that reloads sends its message again."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Once(Generic[Result]):
    """Keeps the last results by key, those still being made included. A failure is not kept, so it can be tried again."""

    def __init__(self, kept: int) -> None:
        self.kept = kept
        self._tasks: OrderedDict[Hashable, asyncio.Task[Result]] = OrderedDict()

    async def do(self, key: Hashable, make: Callable[[], Awaitable[Result]]) -> Result:
        """The result for a key; made now, unless it was made before or is being made.

        Who asked may go away meanwhile (a closed tab): what was begun is finished all the same.
        """
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = asyncio.ensure_future(_await(make))
            while len(self._tasks) > self.kept:
                self._tasks.popitem(last=False)
        try:
            return await asyncio.shield(task)
        except Exception:
            self._tasks.pop(key, None)
            raise


async def _await(make: Callable[[], Awaitable[Result]]) -> Result:
    return await make()
