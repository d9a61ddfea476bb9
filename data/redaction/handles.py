"""What people are called elsewhere: on WeChat, LINE or Telegram, known by the word before it, and addresses of India's UPI."""

import re

from data.both_scripts import compiled
from data.redaction.kinds import Kind, Span

# “we chat” in small letters is what two do, unless its id is told.
SERVICE = compiled(
    r"(?:微信号?|薇信|威信|(?<![A-Za-z0-9_])(?:We Chat|WE CHAT|LINE(?= ?(?:ID|[账帐]号|是|系|[:：]))"
    r"|(?i:we chat(?= id\b)|wechat|weixin|(?P<short>vx|wx)|v信|line ?id|kakao(?:talk)?(?: ?id)?"
    r"|zalo|telegram|skype|snapchat|discord|tiktok|twitter|insta(?:gram)?)))"
    r"(?P<told>(?: ?(?i:id|[账帐]?号|名|name|handle|is|ist|é|es|:|：|是|系|为|就是|加|=)){0,3})(?P<mark>[ :：@＠]{0,3})"
    r"(?P<handle>[A-Za-z][A-Za-z0-9_.-]{1,28}[A-Za-z0-9])(?![A-Za-z0-9_@])"
)
SERVICE_HINTS = (
    "微信", "薇信", "威信", "wechat", "we chat", "weixin", "vx", "v信", "wx", "LINE", "line id", "lineid", "kakao", "zalo", "telegram",
    "skype", "snap", "discord", "insta",
    "tiktok", "twitter",
)  # fmt: skip
FEWEST, FEWEST_MARKED = 5, 3
# “ines.marlow”, and what looks like it: an address on the web, a file.
DOTTED = re.compile(r"[a-z]{2,}(?:\.[a-z]{2,})+")
ON_THE_WEB = re.compile(
    r"(?:^(?:www|web|app|api|help|support)\.|\.(?:com|net|org|app|io|me|co|uk|de|in|cn|fr|es|it|pt|br|nl|pl|tv|html?|json|zip|exe|apk))"
)
# “VX model-200”
PRODUCT = re.compile(
    r"[A-Za-z]+-\d+|(?i:model|modell|modelo|series?|version|type|typ|gen|mark|size|order|case|ticket|error)[-.]?[^\W\d]*\d\w*"
)
# The banks and purses behind the sign.
UPI = re.compile(
    r"(?<![\w.@])[A-Za-z0-9][A-Za-z0-9._-]{1,60}@(?i:ok(?:hdfc|icici|sbi|axis)\w{0,8}|ybl|ibl|axl|apl|upi|paytm|pt(?:sbi|hdfc|axis|yes)|ikwik|fbl"
    r"|sbi|icici|hdfcbank|axisbank|kotak|barodampay|pnb|idfcbank|rbl|wa(?:axis|sbi|hdfcbank|icici)|airtel|freecharge|jupiteraxis|naviaxis"
    r"|yescred)(?![\w.@])"
)
UPI_HINTS = (
    "@ok", "@ybl", "@ibl", "@axl", "@apl", "@upi", "@paytm", "@pt", "@ikwik", "@fbl", "@sbi", "@icici", "@hdfc", "@axis", "@kotak",
    "@baroda", "@pnb", "@idfc", "@rbl", "@wa", "@airtel", "@freecharge", "@jupiter", "@navi", "@yescred",
)  # fmt: skip


def _handle(match: re.Match[str]) -> Span | None:
    """A name behind its sign, with a digit or an underscore, or of two parts; any other only behind a word that announces it."""
    name, span = match["handle"], match.span("handle")
    if "@" in match["mark"] or "＠" in match["mark"]:
        return span if len(name) >= FEWEST_MARKED else None
    announced = re.search(r"(?i:id|[号號]|名|handle|:|：|[是系係]|[为為]|就是)", match["told"] + match["mark"]) is not None
    if len(name) < FEWEST or (PRODUCT.fullmatch(name) and not (announced and match["short"] is None)):
        return None
    if re.search(r"[\d_]", name) or (DOTTED.fullmatch(name) and not ON_THE_WEB.search(name)):
        return span
    return span if announced and name.islower() else None


HANDLES = (Kind("handle", SERVICE, _handle, hints=SERVICE_HINTS), Kind("payment address", UPI, hints=UPI_HINTS))
