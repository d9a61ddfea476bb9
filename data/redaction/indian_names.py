"""How people say their names in Hindi, in Devanagari and in Latin letters, and how others say them."""

import re

from data.redaction.name_words import NAME, PROPER, Said

DEVANAGARI = re.compile("[\u0900-\u097f]")
# A name's words; what goes on with the sentence is none.
NO_WORD = (
    "(?!(?:श्री|श्रीमती|है|हैं|हूँ|हूं|था|थी|थे|के|की|का|को|से|में|पर|और|जी|ने|भी|तो|ही|नहीं|यह|वह|कि|मैं|मेरा|मेरी|मेरे|आप|आपका|आपकी"
    "|आपके|हम|हमारा|बोल|बात|कृपया|गलत|सही|ग़लत"
    "|लिखा|बदल|एक|अभी|कल|आज|क्या|कब|कहाँ|कैसे|ग्राहक|सर|मैडम|टीम|ऑर्डर|खाता|खाते|नाम|पर|दो|लिए|साथ|रहा|रही|नमस्ते|नमस्कार|धन्यवाद"
    "|शुक्रिया|हाँ|ठीक)(?![\u0900-\u097f]))"
)
WORD = rf"{NO_WORD}[\u0900-\u0963\u0970-\u097f]{{2,20}}"
NATIVE = rf"(?P<name>{WORD}(?: {WORD}){{0,2}})"
BORDER = "(?<![\u0900-\u097f])"
INTRODUCED = re.compile(
    rf"{BORDER}(?:मेरा (?:पूरा )?नाम|नाम(?: है| था)?[:：]?|(?:प्राप्तकर्ता|खाताधारक|धारक)(?: का नाम)?(?: है)?[:：]?|(?:पत्नी|पति|बेटा"
    rf"|बेटी|भाई|बहन|माता|पिता|मित्र|दोस्त)) {NATIVE}"
)
# मैं … बोल रहा हूँ, … के नाम पर
SPEAKING = re.compile(rf"{BORDER}(?:मैं|यहाँ|यह) {NATIVE}(?= (?:बोल|बात कर|हूँ|हूं|लिख))")
NAMED_ON = re.compile(rf"{BORDER}{NATIVE}(?= के नाम)")
TITLED = re.compile(rf"{BORDER}(?:श्री|श्रीमती|श्रीमान|सुश्री|कुमारी|डॉ\.?|डॉक्टर|मिस्टर|मिसेज|प्रिय) {NATIVE}")
HONOURED = re.compile(
    rf"(?:^|[।.,!?\n] ?|(?:नमस्ते|नमस्कार|धन्यवाद|प्रिय),? )(?P<name>{WORD}(?: {WORD})?)(?= (?:जी|साहब|मैडम|सर)(?![\u0900-\u097f]))"
)
SIGNED = re.compile(rf"{BORDER}(?:धन्यवाद|शुक्रिया|सादर|आपका|आपकी|भवदीय),?\s{{1,4}}{NATIVE}\s{{0,20}}[।.]?\s{{0,20}}$")

LATIN_INTRODUCED = re.compile(
    rf"\b(?:(?i:mera (?:poora )?na+m|name hai|naam:|naam hai) {NAME}|(?i:main|mai"
    rf"|mein) (?P<speaking>{PROPER.replace('?P<name>', '?:')})(?= (?i:bol|baat|hoon|hu|hun)\b))"
)
LATIN_TITLED = re.compile(
    rf"\b(?:(?:Shri|Sri|Shrimati|Smt|Kumari|Sushri|Sardar|Pandit)\.? {NAME}|(?!(?:Hello|Hi|Hey|Dear|Namaste|Namaskar|Thanks|Sorry|Ok"
    rf"|Okay)\b)(?P<honoured>{PROPER.replace('?P<name>', '?:')})(?= (?:ji|Ji|sahab|bhai|madam|sir)\b))"
)

NATIVE_NAMES = (INTRODUCED, SPEAKING, NAMED_ON, TITLED, HONOURED, SIGNED)
LATIN_NAMES = (
    Said(LATIN_INTRODUCED, ("naam", "name hai", "main ", "mai ", "mein ")),
    Said(LATIN_TITLED, ("shri", "sri ", "smt", "kumari", "sushri", "sardar", "pandit", " ji", " sahab", " bhai", " madam", " sir")),
)
