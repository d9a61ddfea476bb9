"""The web channel: the chat page, the widget, and what they talk to."""

from bot.channels.web.channel import WebChannel

__all__ = ["WebChannel"]
