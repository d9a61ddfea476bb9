from pathlib import Path

import pytest

from data.formats.files.sources import PassedOver
from data.formats.log_format import LogFormat
from data.formats.recognition.recognition import recognised

SIGN_IN = "<!DOCTYPE html><html><body><form><input type='password' name='password'><button>Sign in</button></form></body></html>"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("chats.json", SIGN_IN, "asks to sign in"), ("Chats.url", "[InternetShortcut]\nURL=https://drive.example/1\n", "only a link"),
        ("chats.csv", "", "is empty (0 bytes)"),
    ],
)  # fmt: skip
def test_what_was_saved_in_place_of_the_export(name: str, content: str, says: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    [found] = recognised(tmp_path / name, LogFormat())
    assert isinstance(found, PassedOver)
    assert says in found.reason
