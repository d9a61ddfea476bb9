"""Invented personal data: each kind in the ways in which customers write it. Check digits are right; nobody is meant."""

import random
import string
from collections.abc import Callable, Sequence
from pathlib import Path

import stdnum.iban
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

CULTURES = [
    ([first.strip() for first in firsts.split(",")], [last.strip() for last in lasts.split(",")], bool(order))
    for firsts, lasts, *order in (line.split("|") for line in Path(__file__).with_name("canary_names.txt").read_text().splitlines())
]
# `~` is any digit, `^` one above 1, `?` a letter, `*` a letter or digit.
PHONES = (
    "+44 7^~~ ^~~~~~", "07^~~ ^~~~~~", "020 7^~~ ~~~~", "(0161) 4^6 ~~~~", "0044 7^~~ ^~~~~~", "+1 (^12) 555-~~~~", "^12-555-~~~~",
    "^12.555.~~~~", "^12 555 ~~~~", "^12555~~~~", "(^12) 555 ~~~~", "+1 ^12 555 ~~~~", "+49 151 ^~~~~~~~", "0151/^~~~~~~~",
    "+33 6 ^~ ~~ ~~ ~~", "06 ^~ ~~ ~~ ~~", "+34 6^~ ~~~ ~~~", "6^~ ~~~ ~~~", "+39 3^~ ~~~ ~~~~", "+91 98^~~-~~~~~", "98^~~ ~~~~~",
    "+61 4^~ ~~~ ~~~", "04^~ ~~~ ~~~", "+81 90-^~~~-~~~~", "090-^~~~-~~~~", "+55 11 9^~~~-~~~~", "(11) 9^~~~-~~~~", "+852 9^~~ ~~~~",
    "9^~~ ~~~~", "+65 8^~~ ~~~~", "+234 803 ^~~ ~~~~", "+7 916 ^~~-~~-~~", "8 (916) ^~~-~~-~~", "+353 85 ^~~ ~~~~", "+31 6 ^~~~~~~~",
)  # fmt: skip
CHINESE_PHONES = ("139^~~~~~~~", "159 ^~~~ ~~~~", "186-^~~~-~~~~", "+86 139^~~~~~~~", "010-6^~~~~~~", "0755-8^~~ ~~~~", "021 6^~~~~~~")
IBANS: tuple[str, ...] = ("DE^^ ^~~~ ~~~~ ~~~~ ~~~~ ~~", "GB^^ ???? ^~~~ ~~^~ ~~~~ ~~", "FR^^^~~~~~~~~~*~*~*~*~*~*^^", "NL^^????~^~~~~~~~~")
IBANS += ("ES^^ ^~~~ ~~~~ ^^~~ ~~~~ ~~~~", "IE^^????^~~~~~^~~~~~~~", "PL^^ ^~~~ ~~~~ ~~~~ ^~~~ ~~~~ ~~~~", "CH^^ ~^~~ ~~~~ ^~~~ ~~~~ ~")
UK_ACCOUNTS = ("sort code ^^-~~-~~, account number ^~~~~~~~", "^~-~~-^~ ^~~~~~~~", "account no ^~~~~~~~ sort code ^~~~~~")
FOURS = (4, 4, 4, 4)
# How a card's number begins, and how it is grouped.
CARDS: Sequence[tuple[str, tuple[int, ...], str]] = (
    ("4", FOURS, " "), ("53", FOURS, "-"), ("37", (4, 6, 5), " "), ("622", (19,), ""), ("45", (16,), ""), ("6225", (*FOURS, 3), " "),
)  # fmt: skip
ORDERS = ("JL-^~~~~~", "JL^~~~~~", "HX-^~~~-~~~~", "#^~~~~~", "WEB^~~~~~~~", "^^~-^~~~~~~-^~~~~~~", "ORD-2025-^~~~~")
ORDER_DIGITS = ("^~~~~~", "^~~~~~~~", "^~~~~~~~~~", "^~~~~~~~~~~~~~~~~~", "^~~~-^~~~", "^^~~~~~")
BOOKINGS = ("??????", "?^??^?", "*?*?*?", "^*??*?", "?****^")
TICKETS = ("006 ^~~~~~~~~~", "016^~~~~~~~~~", "125-^~~~~~~~~~", "006-24~~ ^~~~ ~~")
MEMBERS = ("^~~~~~~~~~", "^?~?~?~", "BA ^~~~ ~~~~", "^~~ ~~~ ~~~", "*?^~~~~")
PARCELS: tuple[str, ...] = (
    "1Z^^^??10^~~~~~~~~",
    "RR^~~~~~~~~CN",
    "LX^~~~~~~~~DE",
    "JJD~^~~~~~~~~~~~~~~",
    "94~~ 1^~~ ~~~~ ~~~~ ~~~~ ~~",
    "003404^~^~~~~~~~~~~~",
)
PARCELS += ("?? ^~~~ ~~~~ 9GB", "1550 ^~~~ ~~~~ ^~", "H^~??~~~~~~~~~~", "TBA^~~~~~~~~~~~")
CHINESE_PARCELS = ("SF^~~~~~~~~~~~~", "YT^~~~~~~~~~~~~", "77^~~~~~~~~~~~~", "JDVA^~~~~~~~~~~", "EA^~~~~~~~~CN")
STREETS = (
    "Kingsmead Road", "Cobbler's Yard", "Elm St", "Old Mill Lane", "Evergreen Terrace", "Pennsylvania Avenue NW", "N Michigan Ave",
    "St. John's Hill", "Martin Luther King Jr Blvd", "The Green", "High Street", "42nd St", "Sunset Blvd Apt 4", "Ocean Pkwy", "Fox Trail",
    "Bridge Wharf", "Cherry Tree Walk", "State Highway 16", "W 57th Street",
)  # fmt: skip
FOREIGN_STREETS = (
    "Hauptstraße ^~~, ^~~~~ Berlin", "Kastanienallee ^^a", "Am Alten Markt ^~", "Friedrichstr. ^~~", "^~ rue de la Paix, 75~~^ Paris",
    "^^~ avenue Victor Hugo", "Calle de Alcalá ^~~", "Av. Paulista ^~~~", "Via Garibaldi ^^", "Keizersgracht ^~~", "ul. Długa ^~/^",
    "Plaza Mayor ^^", "Nørregade ^~", "Bahnhofstrasse ^^", "No. ^^, Jalan Ampang", "Rua Augusta, ^~~",
)  # fmt: skip
CHINESE_ADDRESSES = (
    "北京市朝阳区建国路^~~号", "中山路^^号^栋^~~室", "阳光小区^号楼^单元^~~", "幸福花园^^栋^^~~", "深圳市南山区科技园南区^栋^~~",
    "上海市浦东新区张杨路^~~~弄^~号^~~室", "四川省成都市武侯区人民南路四段^^号", "杭州市西湖区文三路^~~号", "和平村九组^^号",
    "广州市天河区体育西路^^号^楼", "翠湖名苑^幢^单元^~~室", "河南省郑州市金水区花园路街道^~号院",
)  # fmt: skip
POSTCODES = ("SW^? ^??", "M^~ ^??", "EC^? ^??", "LS^ ^??", "BT^~ ^??")
ZIPS = ("^~^~~", "^~~~~-^~~~", "6~^~~", "K^? ^?^")
CHINESE_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗牛齐施翁柯庄褚符屈詹温米单游", ("欧阳", "上官", "司马", "诸葛", "尉迟", "慕容")
CHINESE_GIVEN = ("小明", "芳", "建国", "雨桐", "伟", "子涵", "秀英", "浩然", "静怡", "磊", "梓萱", "志强", "若曦", "海燕", "一诺", "勇")
UYGHUR = ("艾力·买买提", "古丽·吐尔逊", "阿迪力·艾合买提", "热依汗·卡德尔", "艾孜买提·努尔", "帕提古丽·依明")


def filled(shapes: Sequence[str]) -> Callable[[random.Random], str]:
    """Gives one of the shapes with its digits and letters drawn by lot."""

    def value(chance: random.Random) -> str:
        places = {"~": string.digits, "^": "23456789", "?": "ABDEFGHJLNPRSTW", "*": "ABDEFGH2345679"}
        return "".join(chance.choice(places[letter]) if letter in places else letter for letter in chance.choice(shapes))

    return value


def email(chance: random.Random) -> str:
    first, last = (_plain(word) for word in _person(chance)[:2])
    number = chance.randint(10, 9999)
    local = chance.choice((f"{first}.{last}{number}", f"{first}_{last[:1]}{number}", f"{first}{number}+shop", f"{last}-{first}.{number}"))
    return f"{local}@{chance.choice(('gmail.com', 'yahoo.co.uk', 'qq.com', 'mail.example.org', 'web.de', '163.com'))}"


def spelt_email(chance: random.Random) -> str:
    shape = chance.choice((" at {} dot ", " (at) {} (dot) ", "[at]{}[dot]", " @ {} . "))
    local, host = email(chance).split("@")
    name, _, ending = host.partition(".")
    return f"{local}{shape.format(name)}{ending}"


def card(chance: random.Random) -> str:
    start, groups, joint = chance.choice(CARDS)
    digits = start + "".join(chance.choices(string.digits, k=sum(groups) - 1 - len(start)))
    pieces = iter(digits + luhn.calc_check_digit(digits))
    return joint.join("".join(next(pieces) for _ in range(size)) for size in groups)


def iban(chance: random.Random) -> str:
    shape = filled(IBANS)(chance)
    return f"{shape[:2]}{stdnum.iban.calc_check_digits(shape)}{shape[4:]}"


def chinese_id(chance: random.Random) -> str:
    place = chance.choice(("110105", "310104", "440305", "510107", "330106"))
    body = f"{place}{chance.randint(1950, 2005)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}{chance.randint(0, 999):03}"
    whole = body + mod_11_2.calc_check_digit(body)
    return chance.choice((whole, whole.lower(), f"{whole[:6]} {whole[6:14]} {whole[14:]}"))


def name(chance: random.Random) -> str:
    first, last, family_first = _person(chance)
    return f"{last} {first}" if family_first else f"{first} {last}"


def address(chance: random.Random) -> str:
    return f"{chance.randint(2, 9999)}{chance.choice(('', '', '', 'b'))} {chance.choice(STREETS)}"


def chinese_name(chance: random.Random) -> str:
    common, double = CHINESE_SURNAMES
    surname = chance.choice((chance.choice(common), chance.choice(common), chance.choice(common), chance.choice(double)))
    return chance.choice((*(surname + chance.choice(CHINESE_GIVEN) for _ in range(9)), chance.choice(UYGHUR)))


def _person(chance: random.Random) -> tuple[str, str, bool]:
    """First and last name, and whether the last one is said first."""
    firsts, lasts, family_first = chance.choice(CULTURES)
    return chance.choice(firsts), chance.choice(lasts), family_first


def _plain(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter in string.ascii_lowercase)


# What a sentence's {…} stands for.
VALUES: dict[str, Callable[[random.Random], str]] = {
    "email": email,
    "email_spelt": spelt_email,
    "phone": filled(PHONES),
    "chinese_phone": filled(CHINESE_PHONES),
    "card": card,
    "iban": iban,
    "lower_iban": lambda chance: iban(chance).lower(),
    "uk_account": filled(UK_ACCOUNTS),
    "chinese_id": chinese_id,
    "order": filled(ORDERS),
    "order_digits": filled(ORDER_DIGITS),
    "booking": filled(BOOKINGS),
    "lower_booking": lambda chance: filled(BOOKINGS)(chance).lower(),
    "ticket": filled(TICKETS),
    "member": filled(MEMBERS),
    "parcel": filled(PARCELS),
    "chinese_parcel": filled(CHINESE_PARCELS),
    "address": address,
    "lower_address": lambda chance: address(chance).lower(),
    "foreign_address": filled(FOREIGN_STREETS),
    "box": filled(("^~~~", "^~~~~")),
    "chinese_address": filled(CHINESE_ADDRESSES),
    "postcode": filled(POSTCODES),
    "lower_postcode": lambda chance: filled(POSTCODES)(chance).lower(),
    "zip": filled(ZIPS),
    "zip_cn": filled(("100^~~", "^~~~~~", "51~~~~")),
    "name": name,
    "first": lambda chance: _person(chance)[0],
    "surname": lambda chance: _person(chance)[1],
    "lower_name": lambda chance: name(chance).lower(),
    "caps_name": lambda chance: name(chance).upper(),
    "chinese_name": chinese_name,
    "chinese_surname": lambda chance: chance.choice((*CHINESE_SURNAMES[0], *CHINESE_SURNAMES[1])),
}
