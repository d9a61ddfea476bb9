"""What event streams cost on which nothing happens."""

import asyncio
import statistics
import time
from pathlib import Path

from bench.results import Result
from bench.web.channel_break_ins import HANGS_S
from bot.channels.web.routes.events import MOST_OF_CONVERSATION
from tests.support.chat import Chat
from tests.support.rasa_process import RasaProcess


async def idle_streams(process: RasaProcess, count: int, turns: int) -> list[Result]:
    """Memory that event streams take on which nothing happens, and the time of a turn beside them."""
    without = await asyncio.to_thread(_p95_ms, process.url, turns)
    memory_kb, cpu_s = process.memory_kb, _cpu_s(process)
    host, port = "127.0.0.1", process.port
    writers = []
    started = time.monotonic()
    for number in range(count):
        if number % MOST_OF_CONVERSATION == 0:
            token = (await asyncio.to_thread(Chat, process.url)).token
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(f"GET /chat/events?access_token={token} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        writers.append(writer)
        await asyncio.wait_for(reader.readuntil(b"event: live"), HANGS_S)
    opened_s = time.monotonic() - started
    grown_kb = process.memory_kb - memory_kb
    cpu_s = _cpu_s(process)
    await asyncio.sleep(20.0)
    idle_cpu = 100 * (_cpu_s(process) - cpu_s) / 20.0
    beside = await asyncio.to_thread(_p95_ms, process.url, turns)
    for writer in writers:
        writer.close()
    await asyncio.sleep(5.0)
    without = (without + await asyncio.to_thread(_p95_ms, process.url, turns)) / 2
    test = f"{count:,} idle event streams on one process"
    return [
        Result(test, "memory", round(grown_kb / 1024, 1), "MB"),
        Result(test, "memory each", round(grown_kb / count, 1), "kB"),
        Result(test, "opened in", round(opened_s, 1), "s"),
        Result(test, "CPU while nothing happens", round(idle_cpu, 1), "% of a core"),
        Result(test, f"p95 of {turns} turns beside them", round(beside, 1), "ms"),
        Result("no event streams", f"p95 of {turns} turns, before and after", round(without, 1), "ms"),
    ]


def _p95_ms(url: str, turns: int) -> float:
    chat, taken = Chat(url), []
    for _ in range(turns):
        started = time.perf_counter()
        assert chat.say("where is my order").status == 200
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.quantiles(taken, n=20)[-1]


def _cpu_s(process: RasaProcess) -> float:
    fields = Path(f"/proc/{process.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
