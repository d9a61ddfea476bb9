"""The two columns of a table in which the two sides speak, where each row has both: “Customer” and “Agent”, “Review” and “Reply”."""

from collections.abc import Sequence

from data.both_scripts import compiled
from data.formats.fields.field_names import folded_name
from data.formats.fields.role_words import role_of
from data.formats.tables.cells import words
from data.records import AGENT, CUSTOMER

# Names of columns with what the company wrote to what a customer did.
REPLY = compiled(
    r"(?:developer|owner|company|business|seller|merchant|host|our|team|support)(?:reply|response|answer|comment)|^repl(?:y|ies)(?:text|body)?$|antwort|réponse|respuesta|resposta|回复|回覆|返信"
)
ASKED = compiled(
    r"review(?:text|body|content|comment)?$|question|feedback(?:text)?$|comments?$|message|inquiry|bewertung|frage|评价|评论|留言|口コミ|レビュー"
)
TIMES = compiled(r"date|time|datum|at$|日期|时间|link|url|id$|title$|name$")


def side_columns(names: Sequence[str], sample: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """The two columns that are called after who speaks in them, “Customer” and “Agent”, or what is said,
    “Review” and “Reply”, if whole sentences stand there.
    """
    found: dict[str, int] = {}
    for position, name in enumerate(names):
        role = role_of(name)
        if role in (CUSTOMER, AGENT) and role not in found and words(position, sample) >= 3:
            found[role] = position
    if len(found) == 2:
        return found[CUSTOMER], found[AGENT]
    wordy = [position for position, name in enumerate(names) if words(position, sample) >= 3 and not TIMES.search(folded_name(name))]
    replies = [position for position in wordy if REPLY.search(folded_name(names[position]))]
    asked = [position for position in wordy if position not in replies and ASKED.search(folded_name(names[position]))]
    return (asked[0], replies[0]) if len(replies) == 1 and asked else None
