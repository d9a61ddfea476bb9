"""The channel's settings in `credentials.yml`."""

from typing import Any

import pytest

from bot.channels.web.channel import WebChannel
from data.errors import SettingsError


@pytest.mark.parametrize(
    "given",
    [
        {"burst_seconds": -1},
        {"burst_seconds": "1"},
        {"burst_seconds": 60},
        {"burst": 1},
        {"origins": "https://shop.example"},
        {"origins": ["shop.example"]},
        {"origins": ["https://shop.example/path"]},
        {"origins": ["*"]},
        {"messages_per_minute": -1},
        {"requests_per_minute": 1.5},
        {"trusted_proxies": ["proxy"]},
        {"suggestions": [7]},
        {"virus_scan": 'unclosed "quote'},
        {"virus_scan": "no-such-program-here"},
    ],
    ids=str,
)
def test_a_wrong_setting_is_a_clear_error(given: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match=next(iter(given))):
        WebChannel.from_credentials(given)
