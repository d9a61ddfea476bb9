"""Connections to Redis that write a command at once.

redis-py 4.6 has each command written by a task of its own, so that writing has a time-out: two turns of the event loop and a timer, half
of what a command costs. A command goes to the system at once, though; there is something to wait for only where that leaves some of it.
"""

from functools import cache
from typing import Any

from redis.asyncio.connection import AbstractConnection, Connection


@cache
def writes_directly(kind: type[AbstractConnection] = Connection) -> type[AbstractConnection]:
    """A kind of connection like the given one, which writes so."""
    return type(f"Direct{kind.__name__}", (DirectWrites, kind), {})


class DirectWrites(AbstractConnection):
    """What such a connection does otherwise."""

    async def send_packed_command(self, command: Any, check_health: bool = True) -> None:
        """Sends what `pack_command` or `pack_commands` made; the errors are those of redis-py."""
        if self.is_connected and isinstance(command, list):
            if check_health:
                await self.check_health()
            writer = self._writer
            if writer is not None and not writer.transport.is_closing():
                writer.writelines(command)
                if not writer.transport.get_write_buffer_size():
                    return
                command = []  # it is waited only until there is room again
        await super().send_packed_command(command, check_health=False)
