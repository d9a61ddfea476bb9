"""What people are called elsewhere: on WeChat, LINE or Telegram, known by the word before it, and addresses of India's UPI."""

import re

from data.redaction.kinds import Kind, Span

SERVICE = re.compile(
    r"(?:微信号?|薇信|威信|\b(?i:we ?chat|weixin|vx|v信|wx|line ?id|kakao(?:talk)?(?: ?id)?|zalo|telegram|skype|snapchat"
    r"|discord|insta(?:gram)?))"
    r"(?P<told>(?: ?(?i:id|号|名|name|handle|is|ist|é|es|:|：|是|为|就是|加|=)){0,3})[ :：@]{0,3}"
    r"(?P<handle>[A-Za-z][A-Za-z0-9_.-]{3,28}[A-Za-z0-9])(?![A-Za-z0-9_@])"
)
SERVICE_HINTS = (
    "微信", "薇信", "威信", "chat", "weixin", "vx", "v信", "wx", "line", "kakao", "zalo", "telegram", "skype", "snap", "discord", "insta",
)  # fmt: skip
# The banks and purses behind the sign.
UPI = re.compile(
    r"(?<![\w.@])[A-Za-z0-9][A-Za-z0-9._-]{1,60}@(?i:ok(?:hdfc|icici|sbi|axis)\w{0,8}|ybl|ibl|axl|apl|upi|paytm|pt(?:sbi|hdfc|axis|yes)|ikwik|fbl"
    r"|sbi|icici|hdfcbank|axisbank|kotak|barodampay|pnb|idfcbank|rbl|wa(?:axis|sbi|hdfcbank|icici)|airtel|freecharge|jupiteraxis|naviaxis"
    r"|yescred)(?![\w.@])"
)


def _handle(match: re.Match[str]) -> Span | None:
    """A name with a digit or an underscore in it; any other only behind a colon or a word that announces it."""
    announced = re.search(r"(?i:id|号|名|handle|:|：|是|为|就是)", match["told"]) is not None
    name = match["handle"]
    return match.span("handle") if re.search(r"[\d_]", name) or (announced and name.islower()) else None


HANDLES = (Kind("handle", SERVICE, _handle, hints=SERVICE_HINTS), Kind("payment address", UPI, hints=("@",)))
