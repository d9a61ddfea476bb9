"""A workspace is handed in, or is the folder that the process stands in."""

from pathlib import Path

import pytest

from bot.workspace import Workspace


def test_it_is_where_the_process_stands_unless_another_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Workspace.current().logs.resolve() == tmp_path / "data" / "logs"
    with Workspace(tmp_path / "candidate").used():
        assert Workspace.current().models == tmp_path / "candidate" / "models"
    assert Workspace.current() == Workspace()
