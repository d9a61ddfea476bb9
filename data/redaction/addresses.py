"""How street addresses and postcodes are written, in English, Chinese and the larger languages of Europe.

An address that is known by a word before it has a group for what is to be taken out.
"""

import re

from data.both_scripts import compiled
from data.languages import HAN_RANGE
from data.redaction.innocent import may_be_personal
from data.redaction.kinds import END, SOME, START, Kind, where

# How a street's name ends (USPS Publication 28, appendix C1, without what stands behind other numbers, too: gate, center, pass).
ENDS = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Ter|Boulevard|Blvd|Yard|Gardens|Crescent"
    "|Row|Hill|Mews|Park|Parkway|Pkwy|Trail|Trl|Circle|Cir|Walk|Wharf|Quay|Grove|Green|Ridge|Heights|Loop|Turnpike|Pike|Crossing|Meadows|Meadow"
    r"|(?:Highway|Hwy|Route|Rte)(?: \d{1,4})?"
)
# House No. 97, Gandhi Nagar, Jaipur
INDIAN = re.compile(
    r"\b(?:House|Flat|Plot|Door|Shop|Block|H\.)(?: ?(?:[Nn]o\.?|[Nn]umber|#))? ?\d{1,4}[A-Z]?(?:[/-]\w{1,4})?"
    r"(?:,? (?:[A-Z][\w.]{1,20}|\d{1,6})(?: (?:[A-Z][\w.]{1,20}|\d{1,6}(?:-?[A-Z]\b)?)){0,4},? ){0,3}[A-Z][\w.]{1,20}"
    r"(?: [A-Z][\w.]{1,20}){0,2}"
    r"(?:,? \d{6})?"
)
UNIT = r"(?:,? (?:[Aa]pt|[Ff]lat|[Uu]nit|[Ss]uite|[Ss]te)\.? ?\w{1,5})?"
# What stands behind a number and is no street: a 1 TB Hard Drive, a 9 Inch Square tin.
NO_STREETS_NUMBER = (
    r"(?!(?:[KMGT]B|Inch|In|Ft|Foot|CM|MM|Cm|Mm|Ah|Mah|Hz|GHz|Kg|KG|Lb|Oz|L|Ml|Pack|Piece|Pc|Pcs|Port|Tier|Seater|Drawer|Way|Person|Day"
    r"|Hour|Year)\b)"
)
# “…, Austin TX 78745”, “…, Cambridge.”
CITY = (
    r"(?:(?:,? [A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?){1,3}(?:,? [A-Z]{2},?(?: \d{5}(?:-\d{4})?)?(?![A-Za-z\d])"
    r"| [A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}| \d{6}"
    r"|,? (?:UK|USA|India)\b)|, [A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?(?=[.!;\n]|$))?"
)
ENGLISH = re.compile(
    START
    + r"(?:(?:Flat|Apt|Apartment|Unit|Suite|Room) ?\w{1,5}, )?"
    + rf"(?<!\b[Tt]he )(?<!\b[Aa] )\d{{1,5}}[A-Za-z]?,? {NO_STREETS_NUMBER}"
    + r"(?:(?:(?:[A-Z]|\d{1,3}(?:st|nd|rd|th)\b)[\w'’.-]{0,30} ){1,5}"
    rf"(?:{ENDS})|\d{{1,3}}(?:st|nd|rd|th) (?:St|Street|Ave|Avenue))\b(?: [NS][EW]?\b| [EW]\b)?{UNIT}{CITY}"
)
# In small letters only where it is said that somebody is or lives there, and without the endings that are common words.
SMALL_ENDS = (
    "street|st|road|rd|avenue|ave|lane|ln|drive|blvd|boulevard|terrace|square|yard|gardens|crescent|mews|parkway|pkwy|trail|wharf|quay"
    "|grove"
    "|hill|green|walk|highway|hwy"
)
NO_STREET = (
    r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|miles?|people|more|of|or|and|the|a|in|on|for|from|down|with|to|different|other|cars?)\b"
)
SMALL = re.compile(
    rf"\b(?:at|live on|to|is|outside|from|address:?) (?P<street>\d{{1,5}}[a-z]? (?:(?!{NO_STREET})[\w'’.]{{1,30}} ){{1,4}}"
    rf"(?:{SMALL_ENDS})\b"
    rf"(?: \d{{1,4}}\b)?{UNIT})"
)
BOX = re.compile(r"\b(?i:p\.? ?o\.? ?box|postfach) \d{2,7}")
# Hauptstraße 12, Am Alten Markt 3, Keizersgracht 174
GERMANIC = re.compile(
    r"\b(?:[A-Z][^\W\d_]{0,30} ){0,3}(?:(?:[A-Z][^\W\d_]{0,30}-){1,4}(?:Straße|Strasse|Str\.|Allee|Gasse|Platz|Damm|Ufer|Weg|Ring)"
    r"|(?i:[^\W\d_]{2,30}(?:straße|strasse|str\.|allee|gasse|platz|damm|ufer|weg|straat|gracht|laan"
    r"|plein|gade"
    r"|gatan|vägen|veien|vej))|Straße|Platz|Markt|Allee|Weg) \d{1,4}[a-z]?\b(?:, \d{5}(?: [A-Z]\w+)?)?"
)
OF = r"(?:(?:de|del|de la|de los|du|des|di|da|do|dos|della) |de l['’]|d['’])?"
FRENCH = re.compile(
    rf"\b\d{{1,4}}(?: ?(?:bis|ter))?,? (?i:rue|avenue|boulevard|place|chemin|allée|quai"
    rf"|impasse) {OF}[A-Z]\w{{1,30}}(?:[ -][A-Z]\w{{1,30}}){{0,3}}"
    r"(?:, \d{5})?"
)
# Calle de Alcalá 50, Via Garibaldi 3, Rua Augusta, 506, ul. Długa 5/6
NUMBER_LAST = re.compile(
    rf"\b(?:Calle|Alameda|Estrada|Rodovia|Largo|Ladeira|Avenida|Av\.|Avda\.|Plaza|Paseo|Carrer|Via|Viale|Piazza|Corso|Rua|Travessa"
    rf"|Praça|ul\.|ulica) {OF}"
    r"\w{1,30}(?: (?:d[aeo]s? |del? )?\w{1,30}){0,4},? (?:n[º°.] ?)?\d{1,5}(?:/\d{1,4})?\b(?:,? ?(?i:apto?\.?|apartamento|bloco|andar"
    r"|piso|sala|esc\.?) ?\w{1,5})?(?:,? \d{5}-?\d{3}\b)?"
)
MALAY = re.compile(r"\b(?:No\.? ?\d{1,4},? )?(?:Jalan|Jln\.?) [A-Z]\w{1,30}(?: [A-Z]\w{1,30}){0,2}(?: ?\d{1,4})?")
# 人民路88号, 光明村九组12号, 阳光小区6号楼2单元301; a day of the month follows 知道 and 走路, too.
# Whatever is called an address and holds a number, up to the end of the sentence.
LABELLED = compiled(
    r"(?:\b(?i:(?:my|new|home|delivery|shipping|billing|street)? ?address|adresse|anschrift|endereço|dirección|indirizzo"
    r"|मेरा address)(?: (?i:is|ist|lautet|é|es|est|hai))?"
    r"[:：]? |(?:地址|住址)[是系为:： ]{1,2}|(?:पता|पते)(?: है)?[:： ]{1,2})"
    r"(?P<place>(?=[^\n?!。！？;；@]{0,60}\d)(?:[A-Z\d#]|[^\x00-\x7f])[^\n?!。！？;；@\[\]]{5,90}?)(?=$|\n|[?!。！？;；]|\. |\.$"
    r"|, (?i:since|not"
    r"|nicht|please|bitte|por favor|thanks|but|and)\b)"
)
CHINESE = compiled(
    rf"(?:(?![到在寄送往是成址住于])[{HAN_RANGE}]){{1,16}}"
    r"(?:(?:(?<!走)路|街道?|(?<!知)道|巷|弄|胡同|村|[一二三四五六七八九十][段组])\d{1,5}(?:弄\d{1,4})?号|\d{1,4}(?:栋|幢|号楼))"
    r"(?:院?\d{1,4}(?:栋|幢|座|号楼|号|单元|楼|层|室)?){0,8}"
)
# 106台北市大安區忠孝東路四段100號5樓之2, 中山路二段12巷3弄5號; 九龍旺角彌敦道688號旺角中心15樓1502室.
HOUSE = r"(?:[A-Z]座|地[下铺]|(?:第?[一二三四五六七八九十]{1,3}|B?\d{1,3}) ?[楼层座期]|\d{1,2}F|[A-Z\d]{1,5} ?室|之\d{1,3}|-\d{1,3})"
STREET_HAN = rf"(?:(?![到在寄送往去是成址住于系喺])[{HAN_RANGE}]){{1,16}}"
TRADITIONAL = compiled(
    rf"(?:(?<!\d)\d{{3}}(?:\d{{2,3}})? ?(?=[{HAN_RANGE}]{{2}}[市县]))?{STREET_HAN}"
    r"(?:(?<!走)路|街|(?<!知)道[东南西北中]?|巷|弄) ?(?:[一二三四五六七八九十\d]{1,2}段)? ?(?:\d{1,4}巷)?(?:\d{1,4}弄)?"
    rf"\d{{1,4}}[A-Z]?(?:[-之]\d{{1,4}}[A-Z]?)? ?号(?:(?: ?[{HAN_RANGE}]{{1,8}}(?:大厦|中心|广场|商场|花园|苑|邨|阁))? ?{HOUSE}){{0,5}}"
    # 沙田第一城15座20樓D室, 太古城高山台 12 樓 C 室, 洪福邨洪樂樓1205室
    rf"|{STREET_HAN}(?:邨|苑|城|花园|大厦|中心|广场|阁|台|村|湾)"
    rf" ?(?:第?[一二三四五六七八九十\d]{{1,2}} ?[座期] ?){{0,2}}\d{{1,3}} ?楼 ?[A-Z\d]{{1,5}} ?室"
    rf"|{STREET_HAN}(?:邨|苑|城|花园|新村)[{HAN_RANGE}]{{1,4}}[楼阁座] ?\d{{1,4}}[A-Z]? ?室"
)
# 广东省深圳市南山区科技园R2-B栋3楼: a province, a city and a district, up to the last number of a house, a floor or a room.
PLACED_CHINESE = compiled(
    rf"(?:(?![到在寄送往是成址住于省市])[{HAN_RANGE}]){{2,8}}(?:省|市|自治区)(?:(?![市区县])[{HAN_RANGE}]){{1,10}}[市区县]"
    rf"[{HAN_RANGE}A-Za-z\d-]{{1,36}}?"
    r"[\dA-Za-z](?:号楼|号院|号|栋|幢|座|楼|层|单元|室)(?:[\dA-Za-z-]{1,6}(?:号楼|号|栋|幢|座|楼|层|单元|室)){0,4}"
)
# 12/4 गांधी नगर, जयपुर 302015
# What stands behind a number and is no street: months, days, rupees.
NO_HINDI_STREET = (
    r"(?!(?:महीन[ेाों]+|माह|दिन(?:ों)?|घंट[ेाों]+|घण्टे|मिनट|साल(?:ों)?|वर्ष(?:ों)?|हफ़?्?त[ेाों]+|सप्ताह|बजे|रुप[एय]े?|रु|बार|लोग(?:ों)?|किलो|किमी|मीटर|प्रतिशत|आइटम"
    r"|पीस|नए|तरीक[ेा]|ऑर्डर|शिकायत(?:ें)?)(?![\u0900-\u097f]))"
)
DEVANAGARI = re.compile(
    r"(?:(?:मकान|फ्लैट|प्लॉट)(?: ?(?:नं\.?|नंबर|संख्या))? ?)?\d{1,4}(?:[/-]\w{1,4})?,? " + NO_HINDI_STREET + r"(?:[\u0900-\u0963]{2,20} ){1,3}"
    r"(?:नगर|मार्ग|रोड|कॉलोनी|गली|मोहल्ला|सेक्टर|चौक|विहार|बाग|पुरम|एन्क्लेव)(?![\u0900-\u097f])(?:,? [\u0900-\u0963]{2,20}){0,2}(?:,? ?-?\d{6})?"
)
# British and Canadian ones are known by themselves, others by what they are called.
POSTCODE = re.compile(START + r"(?:[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}|[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d)" + END)
CALLED_POSTCODE = compiled(
    r"\b(?i:zip(?: ?code)?|post ?code|postal code|PLZ)(?i: is)?:? ?"
    r"(?P<called>\d{4,6}(?:-\d{4})?|(?i:[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d))" + END
    + r"|(?:邮编|邮政编码|邮[递区]区号)\s?[是为:]?\s?(?P<chinese>\d{6}|\d{5}|\d{3})(?!\d)"
)  # fmt: skip

GERMANIC_HINTS = (
    "str",
    "allee",
    "gasse",
    "platz",
    "damm",
    "ufer",
    "weg",
    "gracht",
    "laan",
    "plein",
    "gade",
    "gatan",
    "vägen",
    "veien",
    "vej",
    "markt",
)
FRENCH_HINTS = ("rue", "avenue", "boulevard", "place", "chemin", "allée", "quai", "impasse")
NUMBER_LAST_HINTS = (
    "|calle", "|alameda", "|estrada", "|rodovia", "|largo", "|ladeira", "|avenida", "|av.", "|avda", "|plaza", "|paseo", "|carrer", "|via",
    "|piazza", "|corso", "|rua", "|travessa", "|praça", "|ul.", "|ulica",
)  # fmt: skip
LABEL_HINTS = ("address", "adresse", "anschrift", "endereço", "dirección", "indirizzo", "地址", "住址", "पता", "पते")


def _words(ends: str) -> tuple[str, ...]:
    """The words by which a pattern of streets ends, as hints."""
    return tuple(f"|{end}|" for end in re.findall(r"[a-z]{2,}", ends.lower()))


ADDRESSES = tuple(
    Kind("address", pattern, where(may_be_personal), digits, hints, *needs)
    for pattern, digits, hints, *needs in (
        (ENGLISH, SOME, _words(ENDS), re.compile(r"\d[A-Za-z]?,? (?:[A-Z]|\d{1,3}(?:st|nd|rd|th))")),
        (INDIAN, SOME, ("house", "flat", "plot", "door", "shop", "block", "h.")),
        (SMALL, SOME, _words(SMALL_ENDS)),
        (BOX, SOME, ("box", "postfach")),
        (GERMANIC, SOME, GERMANIC_HINTS),
        (FRENCH, SOME, FRENCH_HINTS),
        (NUMBER_LAST, SOME, NUMBER_LAST_HINTS),
        (MALAY, 0, ("jalan", "jln")),
        (TRADITIONAL, SOME, ("号", "楼", "室")),
        (CHINESE, SOME, (*"路街道巷弄村段组栋幢楼", "胡同")),
        (PLACED_CHINESE, SOME, ("省", "市", "自治区")),
        (DEVANAGARI, SOME, ("नगर", "मार्ग", "रोड", "कॉलोनी", "गली", "मोहल्ला", "सेक्टर", "चौक", "विहार", "बाग", "पुरम", "एन्क्लेव")),
        (POSTCODE, SOME, (), re.compile(r"[A-Z]\d")),
        (CALLED_POSTCODE, SOME, ("zip", "post", "plz", "邮")),
        (LABELLED, SOME, LABEL_HINTS),
    )
)
