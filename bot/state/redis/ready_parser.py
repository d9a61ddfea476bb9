"""redis-py's parser, which tells without waiting whether a connection is ready for the next command.

redis-py 4.6 asks each connection that it takes out of its pool whether anything is left on it, by reading with a time-out of 0: a turn of
the event loop, a timer and an exception for each command, which took as long as the command itself. What was left on it, or that the
other side has closed it, stands in the stream already.
"""

from redis.asyncio.connection import HiredisParser
from redis.exceptions import ConnectionError


class ReadyParser(HiredisParser):
    """Reads answers as `HiredisParser` does."""

    async def can_read_destructive(self) -> bool:
        """Whether something is left to be read that no command has asked for.

        Raises:
            redis.exceptions.ConnectionError, OSError: the connection is broken or was closed.
        """
        stream = self._stream
        if not self._connected or stream is None or stream.at_eof():
            raise ConnectionError("the connection was closed by the server")
        if problem := stream.exception():
            raise problem
        return bool(stream._buffer) or self._reader.gets() is not False
