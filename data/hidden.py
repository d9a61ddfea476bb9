"""Signs that nobody sees and that change what is seen: they reverse a text, hide a part of it, or steer a terminal.

What they are for stays: the joiners of Persian, Arabic and Indic writing and of emoji, the flags made of tag signs, and the selectors
of a sign's variant. Unicode calls most of the others default-ignorable (UAX 44) or bidirectional formatting (UAX 9).
"""

import re

# Writing whose letters a joiner or a non-joiner may stand between: Arabic to Mandaic, the Indic and South-East Asian blocks, Mongolian.
JOINED = (
    "\u0600-\u0605\u0610-\u061b\u061d-\u085f\u0860-\u0dff\u0f00-\u109f\u1780-\u180d\u1810-\u18af\u1a20-\u1aaf\u1b00-\u1c4f"
    "\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00010aff\U00011000-\U00011fff\U0001e900-\U0001e95f"
)
EMOJI = "\u00a9\u00ae\u2190-\u21ff\u2300-\u23ff\u2460-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff"
VARIED = "#*0-9\u00a9\u00ae\u1000-\u115e\u1161-\u17b3\u17b6-\u180a\u1810-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u3163\u3165-\ufdff"
BEYOND = "\U0001f000-\U0001faff\U00020000-\U0003ffff"
STAYS = "|".join(
    (
        "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f",  # the flags of Scotland and the like
        f"(?<=[{JOINED}])[\u200c\u200d]",
        f"(?<=[{EMOJI}])\u200d(?=[{EMOJI}])",
        f"(?<=[{VARIED}{BEYOND}])[\ufe00-\ufe0f]",
        "(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]",
    )
)
GOES = (
    "\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
HIDDEN = re.compile(f"({STAYS})|[{GOES}]+?")
ESCAPED = re.compile(f"[{GOES}\u200c\u200d\x85\u2028\u2029]")


def without_hidden(text: str) -> str:
    """The text as it is seen: without invisible signs, those that reverse it, and control signs; line ends become `\\n`."""
    if text.isascii() and text.isprintable():
        return text
    return HIDDEN.sub(lambda found: found[1] or "", LINE_ENDS.sub("\n", text))


def escaped_json(text: str) -> str:
    """JSON with all hidden signs as escapes: it says the same, and may be shown."""

    def escape(found: re.Match[str]) -> str:
        units = found[0].encode("utf-16-be", "surrogatepass").hex()
        return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))

    return ESCAPED.sub(escape, text)
