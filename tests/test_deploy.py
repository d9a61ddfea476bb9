"""What runs Heed on a company's machine: image, compose file, unit, proxies. Checked for what can be checked without a Docker engine."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.cli.commands import COMMANDS
from tests.support.chat import Chat
from tests.support.rasa_process import free_port

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
INSTRUCTIONS = [line.partition(" ")[::2] for line in DOCKERFILE.replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
COMPOSE: dict[str, Any] = YAML(typ="safe").load((ROOT / "compose.yml").read_text(encoding="utf-8"))
UNIT = ROOT / "deploy" / "heed.service"


def of(name: str) -> list[str]:
    return [rest for instruction, rest in INSTRUCTIONS if instruction == name]


def run(*command: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1_800, check=False)


def test_the_image_is_of_a_fixed_release_and_does_not_run_as_root() -> None:
    assert all(re.match(r"python:3\.10-(slim-)?bookworm( AS \w+)?$", base) for base in of("FROM"))
    assert of("USER") == ["${UID}:${UID}"]
    assert of("ARG") == ["UID=10001"]
    last = [name for name, _ in INSTRUCTIONS]
    assert last.index("USER") < last.index("HEALTHCHECK") < last.index("CMD")
    assert "--require-hashes" in DOCKERFILE
    assert not re.search(r"\b(ADD|sudo|latest|curl|wget)\b", DOCKERFILE)


def test_what_the_image_is_made_of_is_there_and_nothing_else_is_sent() -> None:
    copied = [name for rest in of("COPY") if "--from" not in rest for name in rest.split()[:-1]]
    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert ignored[1] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == set(copied)
    assert {"data/logs", "data/help"} <= set(ignored)


def test_what_it_writes_lies_in_a_volume_or_in_tmp() -> None:
    """So that the root may be read-only, and nothing is lost with the container."""
    variables = dict(each.split("=", 1) for each in " ".join(of("ENV")).split())
    volume = "/heed/.heed"
    assert f'"{volume}"' in of("VOLUME")[0]
    assert all(variables[name].startswith(volume) for name in ("HOME", "RASA_CACHE_DIRECTORY"))
    assert variables["MPLCONFIGDIR"].startswith("/tmp/")


def test_what_it_runs_exists() -> None:
    [command] = of("CMD")
    assert command == '["heed", "run", "--host", "0.0.0.0", "--port", "5005"]'
    assert "run" in COMMANDS
    [health] = of("HEALTHCHECK")
    assert "http://127.0.0.1:5005/health/ready" in health
    for line in (UNIT.read_text(encoding="utf-8"), (ROOT / "deploy/nginx.conf").read_text(), (ROOT / "deploy/Caddyfile").read_text()):
        assert "5005" in line


def test_compose_starts_heed_after_redis_and_keeps_what_must_be_kept() -> None:
    heed, redis = COMPOSE["services"]["heed"], COMPOSE["services"]["redis"]
    assert heed["depends_on"] == {"redis": {"condition": "service_healthy"}}
    assert "redis-cli ping" in redis["healthcheck"]["test"][1]
    for service in (heed, redis):
        assert service["restart"] == "unless-stopped"
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(redis["user"].partition(":")[0]) > 0
    assert heed["ports"] == ["127.0.0.1:5005:5005"]
    assert "ports" not in redis
    assert COMPOSE["networks"]["state"]["internal"]
    kept = {volume.partition(":")[2] for volume in heed["volumes"]}
    assert set(re.findall(r'"(/[^"]+)"', of("VOLUME")[0])) <= kept
    script = redis["command"][2]
    for setting in ("--appendonly yes", "--maxmemory-policy noeviction", "--requirepass"):
        assert setting in script
    for service in (heed, redis):
        named = {volume.partition(":")[0] for volume in service["volumes"] if not volume.startswith(".")}
        assert named <= COMPOSE["volumes"].keys()


def test_no_secret_stands_in_what_is_committed() -> None:
    assert COMPOSE["services"]["heed"]["environment"] == {
        "REDIS_URL": "redis://redis:6379/0",
        "REDIS_PASSWORD_FILE": "/run/secrets/redis-password",
        "HEED_IDENTITY_SECRET": "${HEED_IDENTITY_SECRET:-}",
    }
    assert "secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze on this machine")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "heed.service"
    unit.write_text(UNIT.read_text(encoding="utf-8").replace("/srv/heed/.venv/bin/heed", sys.executable), encoding="utf-8")
    checked = run("systemd-analyze", "verify", "--man=no", unit)
    complaints = [line for line in checked.stderr.splitlines() if "heed.service" in line]
    assert (checked.returncode, complaints) == (0, [])


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx on this machine")
def test_nginx_takes_its_example(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=chat", "-keyout", key, "-out", certificate)
    assert made.returncode == 0, made.stderr
    text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    text = text.replace("/etc/ssl/chat.pem", str(certificate)).replace("/etc/ssl/chat.key", str(key))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in kinds)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{places}{text}\n}}\n", encoding="utf-8"
    )
    checked = run("nginx", "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf")
    assert checked.returncode == 0, checked.stderr


@pytest.mark.skipif(not shutil.which("caddy"), reason="no Caddy on this machine")
def test_caddy_takes_its_example() -> None:
    checked = run("caddy", "validate", "--adapter", "caddyfile", "--config", ROOT / "deploy/Caddyfile")
    assert checked.returncode == 0, checked.stderr


@pytest.mark.skipif(not shutil.which("docker") or run("docker", "info").returncode != 0, reason="no Docker engine on this machine")
def test_the_image_is_built_and_answers(tmp_path: Path) -> None:
    port, name = free_port(), f"heed-test-{os.getpid()}"
    (tmp_path / "password").write_text("a password of a test", encoding="utf-8")
    (tmp_path / "other.yml").write_text(
        f"services: {{heed: {{image: {name}, ports: !override ['127.0.0.1:{port}:5005']}}}}\n"
        f"secrets: {{redis-password: {{file: {tmp_path}/password}}}}\n",
        encoding="utf-8",
    )
    compose = ("docker", "compose", "--project-name", name, "--file", "compose.yml", "--file", tmp_path / "other.yml")
    try:
        started = run(*compose, "up", "--build", "--detach", "--wait")
        assert started.returncode == 0, started.stderr
        assert Chat(f"http://127.0.0.1:{port}").say("where is my order").status == 200
        assert run(*compose, "exec", "-T", "heed", "id", "-u").stdout.strip() == "10001"
    finally:
        run(*compose, "down", "--volumes", "--rmi", "local")
