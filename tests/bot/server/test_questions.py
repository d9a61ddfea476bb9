"""What a server answers on its socket: tests/integration/test_commands.py asks a real one by `heed ask`."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

from bot.server.local_socket import servers
from bot.server.model.served_model import ServedModel
from bot.server.questions import LONGEST, Questions
from bot.workspace import Workspace
from data.errors import HeedError

# The server's own, which must not be taken for a line that is no question.
FAULTS = {str(error): error for error in (KeyError(1), ValueError("2"), TypeError("3"), asyncio.TimeoutError("4"))}


class Model:
    """As much of a server as questions need."""

    def __init__(self, ready: bool = True) -> None:
        self._ready = asyncio.Event()
        if ready:
            self._ready.set()

    async def loaded(self) -> None:
        await self._ready.wait()

    async def ask(self, question: str) -> tuple[dict[str, Any], Path]:
        if question == "refuse":
            raise HeedError("there is no such index; build it")
        if question in FAULTS:
            raise FAULTS[question]
        return {"text": f"re: {question}", "share": 1 / len(question)}, Path("models/a.tar.gz")


@asynccontextmanager
async def answering(folder: Path, model: Model) -> AsyncIterator[Path]:
    with Workspace(folder).used():
        questions = Questions(cast(ServedModel, model))
        questions.start()
        await asyncio.sleep(0.05)
        yield Workspace(folder).questions
        await questions.stop()


async def said(folder: Path, line: bytes) -> bytes:
    [(_, connection)] = servers(folder)
    reader, writer = await asyncio.open_unix_connection(sock=connection)
    writer.write(line)
    answer = await reader.read()
    writer.close()
    return answer


def test_a_question_is_answered_on_a_line(tmp_path: Path) -> None:
    async def main() -> None:
        async with answering(tmp_path, Model()) as folder:
            assert json.loads(await said(folder, b'{"question": "where?"}\n')) == {
                "answer": {"text": "re: where?", "share": 1 / 6},
                "archive": "models/a.tar.gz",
            }
            assert json.loads(await said(folder, b'{"question": "refuse"}\n')) == {"error": "there is no such index; build it"}
            assert json.loads(await said(folder, b'{"question": ""}\n')) == {
                "error": "the running server failed at it (ZeroDivisionError); its log says at what"
            }
            for question, error in FAULTS.items():
                told = json.loads(await said(folder, json.dumps({"question": question}).encode() + b"\n"))
                assert told == {"error": f"the running server failed at it ({type(error).__name__}); its log says at what"}
        assert list(servers(folder)) == []

    asyncio.run(main())


def test_what_is_no_question_is_left_alone(tmp_path: Path) -> None:
    async def main() -> None:
        async with answering(tmp_path, Model()) as folder:
            for line in (b"GET / HTTP/1.1\n", b"[]\n", b"{}\n", b"\xff\n", b"[" * 9_999 + b"\n", b"x" * (LONGEST + 10)):
                assert await said(folder, line) == b""
            assert b"re: still" in await said(folder, b'{"question": "still there"}\n')

    asyncio.run(main())


def test_nobody_waits_for_a_model_that_is_being_loaded(tmp_path: Path) -> None:
    async def main() -> None:
        async with answering(tmp_path, Model(ready=False)) as folder:
            assert list(servers(folder)) == []

    asyncio.run(main())


def test_a_folder_that_cant_hold_sockets_keeps_no_server_from_starting(tmp_path: Path) -> None:
    (tmp_path / ".heed").write_text("a file in the folder's place")

    async def main() -> None:
        async with answering(tmp_path, Model()) as folder:
            assert list(servers(folder)) == []

    asyncio.run(main())
