"""Requests of all kinds for the web channel, valid and broken ones, made from its OpenAPI description."""

import itertools
from collections import Counter
from typing import Any

import hypothesis
import requests
import schemathesis
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok

from bench.results import Result
from bench.web.channel_break_ins import HANGS_S, Victim
from bot.channels.web.routes.openapi import contract
from tests.support.chat import Chat

# Requests of one kind that are made in one go.
ROUND = 200


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
        Result(test, "cases", seen["cases"], "cases", "≥ 10,000", seen["cases"] >= 10_000),
        Result(test, "answers of 5xx", seen["5xx"], "answers", "0", seen["5xx"] == 0),
        Result(test, "hangs", seen["hangs"], "requests", "0", seen["hangs"] == 0),
        Result(test, "accepted (2xx)", seen["2xx"], "answers"),
        Result(test, "answers that differ from the description", seen["undescribed"], "answers", "0", seen["undescribed"] == 0),
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
