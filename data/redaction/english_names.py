"""How people say their names in English, and how others say them: behind a title, “my name is”, a greeting, a farewell."""

import re

from data.redaction.name_words import CAPITAL, END, NAME, PARTICLE, PROPER, WORD, Said

# Who a message is for: @shop, __email__. Each can be read in one way only.
HANDLES = r"^\s{0,20}(?:(?:@\w{1,60}(?!\w)|__[^\W_](?:_?[^\W_]){0,60}__(?!\w))\s{0,20}){0,8}"
HELLO = rf"{HANDLES}(?i:hi|hello|hey|good (?:morning|afternoon|evening))[,!.]? "

TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Sir|Madam)\.? (?:{PARTICLE} ){{0,2}}{NAME}")
INTRODUCED = re.compile(
    r"(?:\b(?i:my (?:full |first |last |sur)?name(?:['’]s| is|:)|(?:the )?name(?:['’]s| is|:)|i(?:['’]m| am) called"
    r"|(?:first|last|given|family|middle|sur) ?name(?: is|:)?|name (?:on|of|for) the \w{1,30}(?: is|:)"
    r"|(?:in|under) the name(?: of)?|(?:passenger|guest|recipient|addressee|card ?holder|account holder)(?: name)?(?: is| to|:|,)?"
    r"|name (?:on|of|for) the \w{1,30} (?:should|must|has to) be)) "
    rf"{NAME}"
)
# All in small letters, up to a word that goes on with the sentence.
GOES_ON = (
    r"(?!(?:on|in|not|wrong|wrongly|spell\w*|spelt|miss?pel\w*|incorrect\w*|correct\w*|show\w*|down|that|this|the|an?|still|too|being"
    r"|listed"
    r"|missing|under|there|now|changed?|and|but|i|i['’]m|because|so|with|without|for|from|at|to|as|it|is|was|has|have|already|different"
    r"|also"
    r"|no|gone|my|your|all|only|just|long|short|very|really|what|can|could|please|pls|or|if|when|by|of|never|mine|me)\b)"
)
SMALL_WORD = rf"{GOES_ON}[^\W\d_]{{1,40}}(?:['’-][^\W\d_]{{1,40}}){{0,3}}"
SMALL = re.compile(
    r"\b(?i:my (?:full |first |last |sur)?name(?:['’]s| is|:)|name (?:on|of|for) the \w{1,30}(?: is|:)) "
    rf"(?P<name>{SMALL_WORD}(?: {SMALL_WORD}){{0,3}})"
)
# “hi i'm priya dhillon”, “… thanks, priya dhillon”: a name only if English lacks one of the first two words.
LOWER_WORD = rf"(?![{CAPITAL}])(?!\w{{1,40}}(?:ing|ed)\b){SMALL_WORD}"
SMALL_NAME = rf"(?P<name>{LOWER_WORD}(?: {LOWER_WORD}){{0,3}})"
SMALL_PRESENTED = re.compile(rf"{HANDLES}(?:hi|hello|hey)[,!.]? (?:i['’]?m|i am|this is) {SMALL_NAME}")
SMALL_SIGNED = re.compile(rf"\b(?:thanks|thank you|thx|cheers|regards),? {SMALL_NAME}\s{{0,20}}[.!]?\s{{0,20}}$")
SPEAKING = re.compile(rf"\b(?i:this is|it['’]s|i['’]m|i am) {NAME}(?= (?:here|speaking|again|from|with|calling)\b)")
# “Hi, this is Ann.”, “Hi, Ann here”, “I'm Ann and I …”
PRESENTED = (
    re.compile(rf"{HELLO}(?i:this is) {PROPER}{END}"),
    re.compile(rf"{HELLO}{PROPER}(?= (?:here|speaking)\b)"),
    re.compile(rf"\b(?i:i['’]m|i am) {PROPER}(?= and (?:i|I|my)\b)"),
)
# Somebody else: a relative, a member of the staff, whoever holds a booking.
SPOKEN_OF = re.compile(
    r"\b(?:(?i:my|our) (?:wife|husband|mother|mum|mom|father|dad|son|daughter|brother|sister|friend|boss|neighbou?r|nan|aunt|uncle),?"
    r"|(?i:agent|colleague|representative|rep|supervisor|manager|attendant|operator|driver|pilot|captain|crew ?member|steward|stewardess"
    r"|concierge|cashier|clerk)(?: named| called|,)?|(?i:somebody|someone|man|woman|lady|guy) (?:named|called)"
    r"|(?i:spoke|spoken|talked|speaking|talking) (?:to|with)|held for|signed(?: for)? by"
    r"|(?:belongs|addressed|registered|made out) to|(?i:booking|booked|reservation|reserved|order|account|ticket)(?: is|['’]s| was)? under)"
    rf" {PROPER}"
)
SIGNED = re.compile(
    rf"(?:\b(?i:thanks|thank you|thx|cheers|regards|best|(?:best|kind|warm|good|many) wishes|all the best|take care|yours(?: \w{{1,30}})?"
    rf"|sincerely|love)[,.!]?[ \n]{{1,3}}|(?:^"
    rf"|\s)[–—-]\s?){NAME}\s{{0,20}}[.!]?\s{{0,20}}$"
)
THANKED = re.compile(rf"\b(?i:thanks|thank you|thx)[.!]{{1,5}} {PROPER}\s{{0,20}}[.!]?\s{{0,20}}$")
AGENT_SIGNED = re.compile(rf"\s[–—-]\s?{PROPER}\s{{0,20}}$")
GREETED = re.compile(
    rf"{HANDLES}(?i:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening)|morning|afternoon|evening"
    rf"|thanks|thank you|sorry|no worries|sure|of course|oh no|oh dear|ah)(?: there| again)?,? {NAME}{END}"
)
# “Riley, we …”: no list goes on like that; but for adverbs, “Wonderful”, “Worked”, “Greetings” and “Awww”.
NO_ADVERB = (
    r"(?!\w{2,40}(?:ally|tely|tly|dly|ably|ibly|ully|inly|ingly|ful|tastic|rific|vell?ous)\b"
    r"|(?:Greet|Congrat|Work|Solv|Sort|Fix|Resolv|Hooray|Phew|Ouch|Oops)[a-z]{0,12}\b|[AEHNOUWY][aehmow]{1,20}\b|Woo|Yi{1,9}kes)"
)
CALLED = re.compile(
    rf"{HANDLES}{NO_ADVERB}{PROPER}(?=,(?: (?i:we|i|you|your|please|thanks|thank|sorry|it|that|this|if|can|could|let|have|do|are|our|the"
    r"|there|what|which|when|where|unfortunately|apologies|my|no|so|not|for|as|oh|hi|hello|hey|yes)(?:['’]\w{1,9})?\b|\s{0,20}$))"
)
# “I hope this helps, Riley.”; behind a capital, a place would follow: “Dallas, Texas”.
ADDRESSED = re.compile(rf"\b[a-z’']{{1,40}}, (?P<name>{WORD})(?=\s{{0,20}}(?:[.!?]|$))")
# “…, Riley, and …” after a courtesy.
SORRY_NAME = re.compile(
    r"(?i:sorry|apologi[sz]e|apologies|thanks|thank you|welcome|understand|hear this|hear that)"
    rf"(?: (?:about|for) (?:that|this|it|the \w{{1,30}}))?,? (?P<name>{WORD}(?: {WORD})?){END}"
)

SPOKEN_OF_HINTS = (
    "|wife|", "|husband|", "|mother|", "|mum|", "|mom|", "|father|", "|dad|", "|son|", "|daughter|", "|brother|", "|sister|", "|friend|",
    "|boss|", "|neighbo", "|nan|", "|aunt|", "|uncle|", "|agent|", "|colleague|", "|representative|", "|rep|", "|supervisor|", "|manager|",
    "|attendant|", "|operator|", "|driver|", "|pilot|", "|captain|", "|crew", "|steward", "|concierge|", "|cashier|", "|clerk|", "|named|",
    "|called|", "|spoke", "|talked|", "|speaking|", "|talking|", "|held for|", "|signed|", "|belongs|", "|addressed|", "|registered|",
    "|made out|", "|under|",
)  # fmt: skip
I_AM = ("i'm", "i’m", "i am")
EITHER = (
    Said(TITLED, ("Mr", "Ms", "Miss", "Mx", "Dr", "Prof", "Sir", "Madam")),
    Said(INTRODUCED, ("name", "called", "passenger", "guest", "recipient", "addressee", "holder")),
    Said(SMALL, ("name",)),
    Said(SPEAKING, ("this is", "it's", "it’s", *I_AM)),
    Said(SPOKEN_OF, SPOKEN_OF_HINTS),
)
GOODBYE = ("|thank", "|thx|", "|cheers|", "|regards|", "wishes|", "|best|", "|take care|", "|yours|", "|sincerely|", "|love|")
GREETINGS = (
    "hi ", "hi,", "hello", "hey", "hiya", "dear", "morning", "afternoon", "evening", "thank", "sorry", "worries", "sure", "course", "oh no",
    "ah ", "ah,",
)  # fmt: skip
BY_CUSTOMER = (
    *EITHER,
    *(Said(pattern, hints) for pattern, hints in zip(PRESENTED, (("this is",), (" here", " speaking"), I_AM))),
    Said(SIGNED, (*GOODBYE, "-", "–", "—")),
    Said(THANKED, GOODBYE),
)
BY_AGENT = (
    *EITHER,
    Said(GREETED, GREETINGS),
    Said(CALLED, (",",)),
    Said(ADDRESSED, (",",)),
    Said(SORRY_NAME, ("sorry", "apolog", "thank", "welcome", "understand", "hear th")),
    Said(AGENT_SIGNED, ("-", "–", "—")),
)
