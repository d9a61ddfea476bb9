"""The demo shop, as `make run` starts it: it answers like a shop's system, and ends with the process that started it."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tests.conftest import ROOT
from tests.support.rasa_process import free_port

# Starts the shop, says its process, and ends when its input does.
STARTER = """
import subprocess, sys
shop = subprocess.Popen([sys.executable, "-m", "data.demo_shop", sys.argv[1]], stdout=subprocess.PIPE, text=True)
print(shop.stdout.readline(), end="", flush=True)
sys.stdin.read()
"""


def test_it_knows_orders_and_ends_with_its_starter() -> None:
    port = free_port()
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(port)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert starter.stdout
    assert "JL-482913" in starter.stdout.readline()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/orders/JL-482913") as answer:
        order = json.load(answer)
    assert (order["status"], order["email"]) == ("shipped", "ada@example.com")
    for path in ("/orders/JL-000000", "/orders/", "/", "/admin"):
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}")
        refusal.value.close()
        assert refusal.value.code == 404
    starter.communicate()
    deadline = time.monotonic() + 30
    while answers(port) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not answers(port)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
