"""Tells encodings of one language or one script from each other by how much the text that they give looks like a language.

A short file, of a dozen letters beyond ASCII, is what charset-normalizer errs on; here letters count by how common they are.
It has the last word where none of these encodings fits.
"""

import re

from charset_normalizer import from_bytes

# Bytes that are looked at, of the lines with characters beyond ASCII.
COMPARED = 60_000
LAST_RESORT = "cp1252"
ASCII = b'{"a": 1, b;c}'
# Below this share of common letters, a reading isn't the right one.
LEAST = 0.35
CHINESE = (
    "的一是不了在有我他这中大来上个国们到说时要就出会可也你对生能得过子好下那天去里后以多么没发问请您吗什谢客服货单快递收退换订款商品用家给开号系回复物流页面"
    "這說時會們來個後沒發問請嗎麼謝貨單訂遞換開號為經現點還樣種當"
)
KANA = "".join(map(chr, range(0x3041, 0x3097))) + "".join(map(chr, range(0x30A1, 0x30FB))) + "ー"
HANGUL = (
    "이다는에의을로하고가지기사은도를한리자인어해시아나대있서스라그일부요안녕세주문상품언제착배송"
    "수전보과원들정장만게습니까감합교환불택결취소니면것않못오여으될되했"
)
RUSSIAN = "оеаинтсрвлкмдпуяызьбгчйхжшюцщэфъёіїєґОПСНВКДЗМАИТРЕБУЯ№«»—"
WESTERN = "éäöüáíóñçãêèßàåøæõúôëïîâûùìòÿœÉÄÖÜÁÍÓÑÇÅØÀÈÊÚÔÃÕÆ’‘“”„–—•…€£°«»¿¡´ºª§®©™²³½\xa0·×"
CENTRAL = "áíéčěřšžýůúóťďňąćęłńśźżőűăâîşșțöüäßľĺŕôÁÍÉČĚŘŠŽÝÚÓŤĎŃĄĆĘŁŚŹŻŐŰĐÖÜÄ’“”„–—…€°«»\xa0"
# Encodings with the characters that a text in them is full of. Where weights fall, the first ones are the commonest.
FALLING = {"cp1251": RUSSIAN, "koi8_r": RUSSIAN, "cp866": RUSSIAN, "cp1255": "יוהלארתמשבנדםחפעקןצגטסךכזץףײ",
           "cp1253": "αοιετσνηυρπκμλωςγόδίάήέχθφβύώξζψΑΟΕΤΣΝΗΠΚΜ",
           "cp1256": "المنيوتربةدعسفقكحجهشطصخضذثأغءئإىظؤآ؟،", "cp874": "านรอกเงมยลวดทสตะปบคหแจพชขใไโผถซีิ่้ัาื์ำุู็ึณ"}  # fmt: skip
FLAT = {
    "cp1252": WESTERN,
    "cp1250": CENTRAL,
    "iso8859_2": CENTRAL,
    "cp1254": "ışğüöçİŞĞÜÖÇâîû’“”–…€",
    "mac_roman": WESTERN,
    "cp1257": "āēīūčšžģķļņėęįųąõäöüĀĒĪŪČŠŽ’“”„–…€",
}
EAST_ASIAN = {"gb18030": CHINESE, "big5hkscs": CHINESE, "cp932": KANA, "euc_jp": KANA, "cp949": HANGUL}


def national(sample: bytes) -> str:
    """The encoding of text that isn't Unicode, as Python calls it."""
    telling = _telling(sample)
    scores = {name: 2 * _east_asian(telling, name, common) for name, common in EAST_ASIAN.items()}
    if _run_length(telling) <= 2:
        scores |= {name: _score(telling, name, common, falls=False) for name, common in FLAT.items()}
    else:
        scores |= {name: _score(telling, name, common, falls=True) for name, common in FALLING.items()}
    best = max(scores, key=lambda name: scores[name])  # of the Latin ones, if equal, the Western one
    if scores[best] >= LEAST:
        return best
    found = from_bytes(telling, cp_exclusion=["utf_7", "utf_16", "utf_32"]).best()
    # The other lines are ASCII, which the encoding must have, too: those of mainframes don't.
    return found.encoding if found and ASCII.decode(found.encoding, "replace") == ASCII.decode() else LAST_RESORT


def _run_length(telling: bytes) -> float:
    """How many bytes beyond ASCII stand in a row, on average: few in languages of Latin letters, many in others."""
    runs = re.findall(rb"[\x80-\xff]+", telling)
    return sum(map(len, runs)) / max(1, len(runs))


def _telling(sample: bytes) -> bytes:
    """The lines with characters beyond ASCII, whole ones if there are any."""
    telling = b"\n".join(line for line in sample.split(b"\n") if not line.isascii())
    return telling if len(telling) <= COMPARED else telling[:COMPARED].rpartition(b"\n")[0] or telling[:COMPARED]


def _beyond_ascii(telling: bytes, name: str) -> str:
    return "".join(char for char in telling.decode(name, "replace") if not char.isascii())


def _score(telling: bytes, name: str, common: str, falls: bool) -> float:
    """The mean weight of the characters beyond ASCII: 1 for a common one, less for rarer ones if weights fall, 0 for others."""
    text = _beyond_ascii(telling, name)
    weights = {char: (max(0.15, 1 - rank / 35) if falls else 1.0) for rank, char in enumerate(common)}
    return sum(weights.get(char, 0.0) for char in text) / len(text) if text else 0.0


def _east_asian(telling: bytes, name: str, common: str) -> float:
    """The share of the characters that are common; none if many can't be read, are private, or are kana of half width."""
    text = _beyond_ascii(telling, name)
    if not text:
        return 0.0
    strange = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or "\uff61" <= char <= "\uff9f" for char in text)
    return (sum(map(frozenset(common).__contains__, text)) - 3 * strange) / len(text)
