from pathlib import Path
from threading import Thread

import pytest

from bot.server.model.loading_turn import loading_turn

# More than a test lasts.
LONG_S = 60.0


def test_one_loads_after_the_other(tmp_path: Path) -> None:
    archive, order = tmp_path / "model.tar.gz", []
    archive.touch(mode=0o400)  # only read

    def load() -> None:
        with loading_turn(archive, LONG_S):
            order.append("second begins")

    second = Thread(target=load)
    with loading_turn(archive, LONG_S):
        second.start()
        second.join(timeout=0.2)
        order.append("first ends")
    second.join()
    assert order == ["first ends", "second begins"]


def test_nobody_waits_for_long(tmp_path: Path) -> None:
    archive = tmp_path / "model.tar.gz"
    archive.touch()
    with loading_turn(archive, LONG_S), loading_turn(archive, 0.1):
        pass


def test_a_turn_ends_with_an_error(tmp_path: Path) -> None:
    archive = tmp_path / "model.tar.gz"
    archive.touch()
    with pytest.raises(ValueError, match="damaged"), loading_turn(archive, LONG_S):
        raise ValueError("damaged")
    with loading_turn(archive, LONG_S):
        pass
