"""The keys of tokens: made, kept, read, and refused."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from bot.server.http.secrets import IDENTITY_VARIABLE, VARIABLE, identity_key, server_key
from data.errors import SettingsError


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    make = "from bot.server.http.secrets import server_key; print(server_key().hex())"
    root = Path(__file__).parents[4]
    processes = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", make], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(root)}, stdout=subprocess.PIPE
        )
        for _ in range(3)
    ]
    keys = {process.communicate()[0] for process in processes}
    file = tmp_path / ".heed" / "secret"
    assert keys == {f"{server_key(file).hex()}\n".encode()}
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret"]
    file.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        server_key(file)


@pytest.mark.parametrize("weak", ["", "secret", "0" * 64, "ab" * 32, "x" * 64, "5b56bb806910fcb55e7bba2b5817a320"])
def test_a_weak_secret_is_a_clear_error(weak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, weak)
    with pytest.raises(SettingsError, match="HEED_SECRET must hold 32 random bytes"):
        server_key()


def test_the_identity_secret_is_long_and_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(IDENTITY_VARIABLE, "short")
    with pytest.raises(SettingsError, match="32 characters at least"):
        identity_key()
    same = secrets.token_hex(32)
    monkeypatch.setenv(IDENTITY_VARIABLE, same)
    assert identity_key() == same.encode()
    monkeypatch.setenv(VARIABLE, same)
    with pytest.raises(SettingsError, match="another secret"):
        identity_key()
