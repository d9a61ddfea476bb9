"""Whether the web channel keeps conversations apart, and stands whatever it is sent; what idle event streams cost.

    python -m bench.widget_security [--short] [--only NAME]…

A real `rasa run` with a tiny model, a real redis-server. Results go into `bench/results/widget.json`.
"""

import argparse
import asyncio
import itertools
import statistics
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import hypothesis
import jwt
import requests
import schemathesis
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok

from bench.chat import Answer, Chat, ask
from bench.results_file import Result, keep
from bench.tiny import RasaProcess, train
from bot.channels.contract import contract
from bot.channels.keys import FILE, server_key
from bot.channels.tokens import ACCESS, ALGORITHM, Tokens
from bot.state.embedded import EmbeddedRedis

RESULTS = Path("bench/results/widget.json")
SECRET = "wombat-4711"
PDF = b"%PDF-1.7\n%%EOF"
HANGS_S = 20.0
# Prime: short runs see all kinds of token and of attempt, too.
STRIDE = 7_919
# Requests of one kind that are made in one go.
ROUND = 200


@contextmanager
def serving(folder: Path, model: Path) -> Iterator[RasaProcess]:
    redis = EmbeddedRedis(folder / "redis")
    redis.start()
    process = RasaProcess(folder, model, redis.url)
    try:
        process.start()
        process.wait_until_ready()
        yield process
    finally:
        process.stop()
        redis.stop()


@dataclass(frozen=True)
class Victim:
    """A conversation that says a secret, and what others might get to know of it."""

    chat: Chat
    upload: str
    button: str
    events: list[str]

    @classmethod
    def of(cls, url: str) -> "Victim":
        chat = Chat(url)
        chat.say(f"my order {SECRET}")
        button = chat.say(f"choose {SECRET}").body["replies"][0]["buttons"][0]["payload"]
        upload = chat.upload(f"{SECRET}.pdf", PDF + SECRET.encode() + b"%%EOF").body["upload"]
        chat.say(upload=upload, text="choice")
        return cls(chat, upload, button, [event["event"] for event in chat.events()])

    def state(self) -> Any:
        """All that a write would change."""
        return self.chat.events(), self.chat.get("transcript").body


def wrong_tokens(victim: Victim, other: Chat, key: bytes) -> dict[str, str]:
    """Tokens that must not open the victim's conversation."""
    claims = {"aud": ACCESS, "sub": victim.chat.conversation, "exp": time.time() + 900}
    head, _, signature = victim.chat.token.split(".")
    none = jwt.encode(claims, "", "none")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyJWT finds these keys short, and so do we
        forged = {f"forged with {name}": jwt.encode(claims, word, ALGORITHM) for name, word in (("secret", "secret"), ("no key", "\0"))}
    own = Tokens(key)
    return {
        "none": "",
        "another's": other.token,
        "alg none": none,
        "alg none, with a signature": f"{none.rstrip('.')}.{signature}",
        "another algorithm": jwt.encode(claims, key * 2, "HS512"),
        "another payload under the signature": f"{head}.{other.token.split('.')[1]}.{signature}",
        "expired": own.access(victim.chat.conversation, life_s=-1),
        "refresh": victim.chat.session["refresh_token"],
        "button": victim.button,
        "no expiry": jwt.encode({"aud": ACCESS, "sub": victim.chat.conversation}, key, ALGORITHM),
        "no audience": jwt.encode({"sub": victim.chat.conversation, "exp": time.time() + 900}, key, ALGORITHM),
        **forged,
    }


def break_ins(victim: Victim) -> dict[str, Callable[[str, str, str], Answer]]:
    """What may be tried with a token: functions of the server, the token and a fresh id."""

    def get(path: str) -> Callable[[str, str, str], Answer]:
        return lambda url, token, _: ask(f"{url}/chat/{path}", None, _bearer(token))

    def address(path: str) -> Callable[[str, str, str], Answer]:
        return lambda url, token, _: ask(f"{url}/chat/{path}{'&' if '?' in path else '?'}access_token={quote(token)}")

    def post(path: str, **body: Any) -> Callable[[str, str, str], Answer]:
        return lambda url, token, name: ask(
            f"{url}/chat/{path}", {**body, **({"message_id": name} if path == "messages" else {})}, _bearer(token)
        )

    def events(after: str, header: bool) -> Callable[[str, str, str], Answer]:
        return lambda url, token, _: _stream(url, token, after, header)

    first = victim.events[0]
    return {
        "all events": events("", False),
        "its event ids": events(first, False),
        "its event ids, in the header": events(first, True),
        "transcript": get("transcript"),
        "transcript by address": address("transcript?locale=de"),
        "its upload": get(f"uploads/{victim.upload}"),
        "its upload by address": address(f"uploads/{victim.upload}"),
        "a path to its upload": get(f"uploads/..%2f{victim.chat.conversation}%2f{victim.upload}"),
        "say something": post("messages", text="hello"),
        "say something there": post("messages", text="hello", conversation=victim.chat.conversation),
        "send its upload": post("messages", upload=victim.upload),
        "press its button": post("messages", button=victim.button),
        "rate its answer": post("ratings", event=victim.events[1], value="down"),
        "go on with its token": post("sessions", refresh_token=victim.chat.token),
        "be its customer": post("sessions", identity=victim.chat.session["refresh_token"]),
    }


def attempts(url: str, folder: Path, count: int) -> list[Result]:
    """Others try to read a conversation and to write into it."""
    victim, other = Victim.of(url), Chat(url)
    before = victim.state()
    assert SECRET in str(before)
    tokens = wrong_tokens(victim, other, server_key(folder / FILE))
    tries = list(itertools.product(tokens.items(), break_ins(victim).items()))
    reads: list[str] = []
    statuses: Counter[int] = Counter()
    for number in range(count):
        (whose, token), (what, attempt) = tries[number * STRIDE % len(tries)]
        answer = attempt(url, token, f"attempt-{number}")
        statuses[answer.status] += 1
        if SECRET in str(answer.body) or (answer.status == 201 and answer.body["conversation"] == victim.chat.conversation):
            reads.append(f"{what} with token {whose}: {answer}")
    writes = int(victim.state() != before)
    print(f"statuses: {dict(statuses)}", *reads, sep="\n")
    test = f"{count} attempts across sessions, {len(tokens)} kinds of token × {len(tries) // len(tokens)} ways"
    return [
        Result(f"{test}: reads", len(reads), "reads", "0", not reads),
        Result(f"{test}: writes", writes, "writes", "0", not writes),
        Result(f"{test}: server errors", sum(n for status, n in statuses.items() if status >= 500), "answers", "0", max(statuses) < 500),
    ]


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def _stream(url: str, token: str, after: str, header: bool) -> Answer:
    """Reads an event stream up to what is new."""
    headers = {**_bearer(token), **({"Last-Event-ID": after} if header and after else {})}
    with requests.get(
        f"{url}/chat/events", {"after": after} if after and not header else {}, headers=headers, stream=True, timeout=HANGS_S
    ) as answer:
        text = ""
        for chunk in answer.iter_content(None, decode_unicode=False):
            text += chunk.decode()
            if "event: live" in text or answer.status_code != 200:
                break
        return Answer(answer.status_code, text)


def cases(url: str, count: int) -> list[Result]:
    """Requests made from the OpenAPI description, valid and broken ones, sent to each route."""
    schema = schemathesis.openapi.from_dict(contract())
    operations = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    seen: Counter[str] = Counter()
    odd: dict[str, str] = {}
    victim = Victim.of(url)
    kinds = [(operation, mode) for operation in operations for mode in schemathesis.GenerationMode if _has(operation, mode)]
    rounds = itertools.count()
    while seen["cases"] < count:
        seed = next(rounds)
        for operation, mode in kinds:
            settings = hypothesis.settings(
                max_examples=min(ROUND, -(-count // len(kinds))),
                deadline=None,
                database=None,
                phases=[hypothesis.Phase.generate],
                suppress_health_check=list(hypothesis.HealthCheck),
            )

            def send(case: schemathesis.Case[Any]) -> None:
                _send(url, victim, case, seen, odd)

            made = hypothesis.given(case=operation.as_strategy(generation_mode=mode))(send)
            hypothesis.seed(seed)(settings(made))()
            if seen["cases"] >= count:
                break
    print(dict(seen), *odd.values(), sep="\n")
    test = f"Schemathesis, {len(operations)} operations, valid and broken requests"
    return [
        Result(f"{test}: cases", seen["cases"], "cases", "≥ 10,000", seen["cases"] >= 10_000),
        Result(f"{test}: answers of 5xx", seen["5xx"], "answers", "0", seen["5xx"] == 0),
        Result(f"{test}: hangs", seen["hangs"], "requests", "0", seen["hangs"] == 0),
        Result(f"{test}: accepted (2xx)", seen["2xx"], "answers"),
        Result(f"{test}: answers that differ from the description", seen["undescribed"], "answers", "0", seen["undescribed"] == 0),
    ]


def _has(operation: Any, mode: schemathesis.GenerationMode) -> bool:
    """Whether there are such requests: one without parameters can't be broken."""
    return mode == schemathesis.GenerationMode.POSITIVE or bool(
        operation.body or operation.query or operation.headers or operation.path_parameters
    )


def _send(url: str, victim: Victim, case: schemathesis.Case[Any], seen: Counter[str], odd: dict[str, str]) -> None:
    arguments = case.as_transport_kwargs(base_url=url)
    seen["cases"] += 1
    if seen["cases"] % 4:  # one in four comes without a token, or with the one that was generated
        arguments["headers"] = {**dict(arguments.get("headers") or {}), "Authorization": f"Bearer {victim.chat.token}"}
    if seen["cases"] % 500 == 0:  # within the token's quarter of an hour
        victim.chat.session.update(Chat(url, refresh_token=victim.chat.session["refresh_token"]).session)
    try:
        with requests.request(**{**arguments, "stream": True, "timeout": HANGS_S}) as answer:
            seen[f"{answer.status_code // 100}xx"] += 1
            if answer.status_code >= 500:
                odd[f"{case.operation.label} {answer.status_code}"] = f"{case.operation.label}: {answer.status_code} {answer.text[:300]}"
            if answer.headers.get("Content-Type", "").startswith("text/event-stream"):
                return
            answer.content  # noqa: B018  reads it
            # Sanic itself answers addresses that lead to no route.
            if answer.status_code not in (404, 405) or "error" in answer.text:
                case.validate_response(answer, checks=_checks())
    except requests.Timeout:
        seen["hangs"] += 1
        odd[f"{case.operation.label} hangs"] = f"{case.operation.label} hangs: {arguments}"
    except requests.exceptions.InvalidHeader:
        seen["cases"] -= 1  # `requests` sends no such header
    except requests.ConnectionError as problem:
        seen["dropped"] += 1
        odd[f"{case.operation.label} dropped"] = f"{case.operation.label}: {problem}"
    except (Failure, FailureGroup) as problem:
        seen["undescribed"] += 1
        odd[f"{case.operation.label} {str(problem)[:60]}"] = f"{case.operation.label}: {problem}"


def _checks() -> list[Any]:
    from schemathesis.specs.openapi import checks

    return [
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_headers_conformance,
        checks.response_schema_conformance,
    ]


async def idle_streams(process: RasaProcess, count: int, turns: int) -> list[Result]:
    """Memory that event streams take on which nothing happens, and the time of a turn beside them."""
    without = await asyncio.to_thread(_p95_ms, process.url, turns)
    memory_kb, cpu_s = process.memory_kb, _cpu_s(process)
    host, port = "127.0.0.1", process.port
    writers = []
    token = Chat(process.url).token
    started = time.monotonic()
    for _ in range(count):
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
        Result(f"{test}: memory", round(grown_kb / 1024, 1), "MB"),
        Result(f"{test}: memory each", round(grown_kb / count, 1), "kB"),
        Result(f"{test}: opened in", round(opened_s, 1), "s"),
        Result(f"{test}: CPU while nothing happens", round(idle_cpu, 1), "% of a core"),
        Result(f"{test}: p95 of {turns} turns beside them", round(beside, 1), "ms"),
        Result(f"no event streams: p95 of {turns} turns, before and after", round(without, 1), "ms"),
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


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="seconds, not minutes")
    parser.add_argument("--only", action="append", choices=["attempts", "cases", "streams"], help="one part; may be given several times")
    chosen = parser.parse_args()
    names = chosen.only or ["attempts", "cases", "streams"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with serving(folder, train(folder)) as process:
            if "attempts" in names:
                keep(attempts(process.url, folder, 50 if chosen.short else 500), RESULTS)
            if "cases" in names:
                keep(cases(process.url, 200 if chosen.short else 10_100), RESULTS)
            if "streams" in names:
                keep(asyncio.run(idle_streams(process, 100 if chosen.short else 1_000, 100 if chosen.short else 300)), RESULTS)


if __name__ == "__main__":
    main()
