"""What a nightly job is told by `endpoints.yml`."""

from pathlib import Path

import pytest

from bot.handover.way_settings import MailWay
from bot.retraining.auto.settings import RetrainingPlan, read_retraining
from data.errors import SettingsError

GOOD = """
retraining:
  sources: [/srv/exports, more.zip]
  conversations: false
  email: {to: [a@example.com], sender: heed@example.com, host: localhost, port: 25, encryption: none}
"""


def test_it_is_read_with_its_ways(tmp_path: Path) -> None:
    file = tmp_path / "endpoints.yml"
    assert read_retraining(file) == RetrainingPlan()
    file.write_text(GOOD)
    plan = read_retraining(file)
    assert plan.settings.sources == ("/srv/exports", "more.zip")
    assert not plan.settings.conversations
    assert isinstance(plan.ways["email"], MailWay)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("retraining: yes", "must hold settings"),
        ("retraining: {sorces: []}", "must be one of sources, conversations"),
        ("retraining: {sources: 3}", "sources must be a list"),
        ("retraining: {email: {to: [a@example.com]}}", "email must name its sender"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "endpoints.yml").write_text(text)
    with pytest.raises(SettingsError, match=says):
        read_retraining(tmp_path / "endpoints.yml")
