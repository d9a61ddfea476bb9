"""Which clauses only tell something, though words of a question stand in them: “my wife asked me where it is”, “who would have thought”."""

import re

from data.both_scripts import compiled

# Behind it, words that ask nobody have ended: “how are you?”, but not “how are you going to refund me?”
ENDS = r"\s{0,9}(?:[?!.,]|$)"
# With one of these, “what a” begins no cry: “what an exchange costs”.
VERBS = r"(?:are|can|contains?|costs?|covers?|does|holds?|includes?|involves?|is|looks?|means?|needs?|takes?|weighs?|will|would)"
# What is asked of nobody.
RHETORICAL = compiled(
    "|".join(
        (
            r"who would have thought|who(?:['’]d| would) have guessed|would you believe|can you (?:believe|imagine)",
            r"(?:do not|don['’]?t) ask|guess (?:what|who|where)",
            rf"how are you(?: (?:all|doing|guys|keeping|today)){{0,2}}{ENDS}|is it (?:just )?me(?:{ENDS}| or\b)",
            rf"what an? (?:(?!{VERBS}\b)\w{{1,30}} ){{0,3}}(?!{VERBS}\b)\w{{1,30}}\s{{0,9}}(?:[!.,]|$)",
            r"how(?:['’]s| is) that possible|am i (?:stupid|mad|crazy)",
            r"who (?:asks|cares|knows)|what can i say|you can(?:not|['’]t)? (?:guess|imagine)|(?:nobody|god|heaven) knows",
            r"wer hätte das gedacht|quién lo diría|qui l['’]eût cru",
            r"怎么会这样|谁知道|谁也|没想到|谁会想到|你说气不气|点知|边个(?:会|估到)",
        )
    ),
    re.IGNORECASE,
)
# A question word of a story, not of a question: “when I was a student”, “我老公问我”.
TOLD = compiled(
    "|".join(
        (
            r"^(?:(?:and|but|so|then)\s)*(?:how|what|when|where|which|who|why|if|whether)\s"
            r"(?:i|he|she|it|we|they|you|my|our|his|her|the \w+)\b(?!.*[?])",
            r"\b(?:he|she|they|we|wife|husband|son|daughter|mum|mother|dad|father|friend|sister|brother|neighbour|colleague|boss|aunt|gran)"
            r"(?: (?:has|had|keeps?|then|just|also|always))? "
            r"(?:asked|asks|asking|said|says|told|tells|thought|thinks|wonders|wondered|swears|wants to know)\b",
            r"\bi (?:said|thought|told|was wondering who)\b",
            r"(?:问我|他说|她说|我说|[妈爸公婆友事]说|[他她们]告诉我|[佢妈爸公婆友事](?:话|讲)(?![题号费]))",
        )
    ),
    re.IGNORECASE,
)


def told(clause: str) -> bool:
    """Whether a clause tells what somebody said or when something was, or asks nobody."""
    return bool(RHETORICAL.search(clause) or TOLD.search(clause))
