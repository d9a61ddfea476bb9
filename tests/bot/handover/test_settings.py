"""`handover:` in endpoints.yml."""

from datetime import date
from pathlib import Path

import pytest

from bot.handover.settings import read_handover
from bot.handover.way_settings import MailWay, WebhookWay
from data.errors import SettingsError

WHOLE = """
handover:
  hours: {monday: "08:00-18:00"}
  time_zone: Europe/London
  holidays: [2026-12-25, "2026-12-26"]
  silent_minutes: 3
  webhook: {url: "https://hooks.example/x", secret: "${HOOK_SECRET}"}
  email: {to: [team@shop.example], sender: heed@shop.example, host: mail.shop.example}
"""


def test_settings_are_read_with_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    file = tmp_path / "endpoints.yml"
    file.write_text(WHOLE)
    plan = read_handover(file)
    assert plan.configured
    assert plan.settings.silent_minutes == 3
    assert plan.settings.holidays == (date(2026, 12, 25), date(2026, 12, 26))
    assert [type(way) for way in plan.ways.values()] == [WebhookWay, MailWay]
    assert plan.state in ("open", "closed")


def test_without_the_section_nobody_answers_and_an_empty_one_is_always_open(tmp_path: Path) -> None:
    file = tmp_path / "endpoints.yml"
    file.write_text("nlg: {type: x}\n")
    assert (read_handover(file).configured, read_handover(file).state) == (False, "")
    file.write_text("handover: {}\n")
    assert read_handover(file).state == "open"


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ("[]", "must hold settings"),
        ("{silent: 3}", "a setting must be one of"),
        ("{silent_minutes: 0}", "silent_minutes must be a number in"),
        ("{hours: {monday: never}}", "hours of monday must be like"),
        ("{holidays: [25.12.2026]}", "holidays must be a list, each item a day like 2026-12-25"),
        ("{webhook: {url: 'ftp://x', secret: whsec_MfKQ9r8G}}", "url must be an http or https address"),
        ("{webhook: {url: 'https://x.example'}}", "webhook must name its secret"),
        ("{webhook: {url: 'https://x.example', secret: short}}", "secret must be whsec_"),
        ("{slack: {url: '${NOT_SET_AT_ALL}'}}", "the environment variable NOT_SET_AT_ALL must be set"),
        ("{email: {to: [team], sender: a@b.c, host: h}}", "to and sender must be e-mail addresses"),
        ("{email: {to: [a@b.c], sender: a@b.c, host: h, encryption: rot13}}", "encryption must be one of"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, section: str, message: str) -> None:
    file = tmp_path / "endpoints.yml"
    file.write_text(f"handover: {section}\n")
    with pytest.raises(SettingsError, match=message):
        read_handover(file)
