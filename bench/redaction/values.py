"""What stands in a sentence with personal data: made-up people's numbers, addresses and names."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from urllib.parse import quote

from bench.redaction import check_digits
from bench.redaction.check_digits import digits, letters

FOLDER = Path(__file__).parent
FULL_WIDTH = str.maketrans({chr(sign): chr(sign + 0xFEE0) for sign in range(0x21, 0x7F)})
PEOPLE = {
    row.split("\t")[0]: [part.split() for part in row.split("\t")[1:]] for row in (FOLDER / "people.tsv").read_text("utf-8").splitlines()
}
ADDRESSES = {row.split("\t")[0]: row.split("\t")[1:] for row in (FOLDER / "addresses.tsv").read_text("utf-8").splitlines()}
PHONES = {
    "en": [
        "(312) 555-####",
        "+1 646 2##-####",
        "020 7946 0###",
        "07700 900###",
        "+44 7911 12####",
        "0412 ### ###",
        "+1-415-2##-####",
        "001 604 ### ####",
    ],
    "zh": [
        "138########",
        "+86 139 #### ####",
        "186-####-####",
        "021-6###-####",
        "(010) 8#######",
        "159 #### ####",
        "0912-###-###",
        "+852 9### ####",
    ],
    "de": [
        "0171 #######",
        "+49 151 ########",
        "030 2#######",
        "0049 89 4######",
        "(0221) 47#####",
        "0160/7######",
        "089-4###-###",
        "+43 664 #######",
    ],
    "pt": [
        "(11) 9####-####",
        "+55 21 9#### ####",
        "11 9####-####",
        "(31) 3###-####",
        "+351 912 ### ###",
        "021 9########",
        "5511 9########",
    ],
    "hi": ["98########", "+91 97### #####", "+91-80-4###-####", "0 99### #####", "88### #####", "022-2### ####", "91 70########"],
}
PLATES = {
    "en": ["AB12 @@@", "7@@@###", "LK65@@@", "@@@ ####", "@@@-####"],
    "zh": ["京A#@###", "沪B·#####", "粤B#@###", "浙A D####"],
    "de": ["M-@@ ####", "HH @@ ###", "K-@ ####", "B-@@###"],
    "pt": ["@@@#@##", "@@@-####", "##-@@-##"],
    "hi": ["MH 12 @@ ####", "KA01@@####", "DL-4C-@@-####", "TN 09 @ ####"],
}
DATES = {
    "en": ["03/14/19##", "14 March 19##", "1984-05-1#", "March 3, 19##"],
    "zh": ["19##年5月12日", "19##-03-14"],
    "de": ["14.03.19##", "3. März 19##"],
    "pt": ["14/03/19##", "3 de março de 19##"],
    "hi": ["14/03/19##", "12 मार्च 19##"],
}
AT_DOT = {
    "en": (" at ", " dot "),
    "de": (" at ", " punkt "),
    "pt": (" arroba ", " ponto "),
    "zh": (" 艾特 ", " 点 "),
    "hi": (" at ", " dot "),
}
LATIN_PHONES = {"hx": "hi"}


def filled(pattern: str, random: Random) -> str:
    """A pattern with a digit for each # and a capital for each @."""
    return "".join(digits(random, 1) if sign == "#" else letters(random, 1) if sign == "@" else sign for sign in pattern)


def grouped(number: str, random: Random, sizes: list[int], separators: list[str]) -> str:
    """A number in groups of these sizes, the last of which comes again and again, behind each other with one of the separators."""
    parts: list[str] = []
    rest, sizes = number, list(sizes)
    while rest:
        size = sizes.pop(0) if len(sizes) > 1 else sizes[0]
        parts, rest = [*parts, rest[:size]], rest[size:]
    return random.choice(separators).join(parts)


def name(language: str, random: Random) -> str:
    """A whole name, or a first one, as it is usual."""
    first, last = (random.choice(names) for names in PEOPLE[language])
    if language == "zh":
        return last + first
    return first if random.random() < 0.2 else f"{first} {last}"


def surname(language: str, random: Random) -> str:
    """A last name."""
    return random.choice(PEOPLE[language][1])


def plain_email(language: str, random: Random) -> str:
    """An address of ASCII signs."""
    first, last = (random.choice(names).lower().replace("'", "") for names in PEOPLE["en" if language != "hx" else "hx"])
    host = random.choice(["gmail.com", "web.de", "mail.example.org", "uol.com.br", "yahoo.co.in", "firma-nord.de", "qq.com", "outlook.com"])
    return random.choice([f"{first}.{last}@{host}", f"{first}{digits(random, 3)}@{host}", f"{last}_{first[0]}+shop@{host}"])


def email(language: str, random: Random) -> str:
    """An address as customers write it: plain, with umlauts, in full width, with invisible signs."""
    plain = plain_email(language, random)
    kind = random.random()
    if kind < 0.6:
        return plain
    if kind < 0.75:
        return (
            random.choice(["jürgen", "zoë", "rené", "王伟", "प्रिया"])
            + digits(random, 2)
            + "@"
            + random.choice(["bücher.example", "müller.de", "例子.中国"])
        )
    if kind < 0.85:
        return plain.translate(FULL_WIDTH)
    return plain.replace("@", random.choice(["\u200b@", "@\u200b", " @ ", "&#64;", "\u2060@\u00ad"]))


def spelt(language: str, random: Random) -> str:
    """An address with its signs spelt out."""
    at, dot = random.choice([AT_DOT.get(language, AT_DOT["en"]), (" [at] ", " [dot] "), ("(at)", "(dot)"), (" AT ", " DOT ")])
    return plain_email(language, random).replace("+shop", "").replace("@", at).replace(".", dot)


def link_email(language: str, random: Random) -> str:
    """An address in a link."""
    return quote(plain_email(language, random), safe="")


def card(language: str, random: Random) -> str:
    """A credit card's number."""
    if random.random() < 0.2:
        return grouped(check_digits.luhn("37" + digits(random, 12)), random, [4, 6, 5], ["", " ", "-"])
    number = check_digits.luhn(random.choice(["4", "51", "55", "2221", "6011"]) + digits(random, 14))[:16]
    number = check_digits.luhn(number[:15])
    return grouped(number, random, [4], ["", " ", "-", ".", "\u00a0", "\u2011", " - ", "/", "\u2009", "_", "–"])


def phone(language: str, random: Random) -> str:
    """A telephone number."""
    text = filled(random.choice(PHONES[LATIN_PHONES.get(language, language)]), random)
    kind = random.random()
    if kind < 0.08:
        return text.translate(FULL_WIDTH)
    if kind < 0.16:
        return text.replace(" ", "\u00a0").replace("-", "\u2011")
    return text.replace(" ", ".") if kind < 0.2 and "-" not in text and "(" not in text else text


def password(language: str, random: Random) -> str:
    """A password as people choose them."""
    word = random.choice(["Sommer", "hunter", "Qwerty", "dragon", "Lakshmi", "flamengo", "Tr0ub4dor", "woaini"])
    return word + random.choice([digits(random, 4), "!" + digits(random, 2), "#" + letters(random, 3), "_" + digits(random, 3) + "$"])


def otp(language: str, random: Random) -> str:
    """A code for one time."""
    code = digits(random, random.choice([4, 6, 6, 8]))
    return random.choice([code, code, f"{code[:3]} {code[3:]}" if len(code) == 6 else code, "G-" + code if len(code) == 6 else code])


def address(language: str, random: Random) -> str:
    """Street and number."""
    pattern = random.choice(ADDRESSES[language])
    return "".join(str(random.randrange(2, 190)) if sign == "#" else sign for sign in pattern)


def order(language: str, random: Random) -> str:
    """A number of an order."""
    return filled(random.choice(["#########", "@@-######", "########", "###-#######-#######", "@@########"]), random)


KINDS: dict[str, Callable[[str, Random], str]] = {
    "name": name,
    "title": surname,
    "email": email,
    "spelt": spelt,
    "link": link_email,
    "phone": phone,
    "card": card,
    "password": password,
    "otp": otp,
    "address": address,
    "order": order,
    "iban": lambda language, random: grouped(check_digits.iban(random), random, [4], ["", " ", " ", "-", "\u00a0"]),
    "us_ssn": lambda language, random: grouped(
        filled("2#9-4#-5###", random).replace("-", ""), random, [3, 2, 4], ["-", " ", "\u2011", "–"]
    ),
    "uk_nino": lambda language, random: grouped(
        random.choice(["AB", "CE", "JK", "PR", "SX"]) + digits(random, 6) + random.choice("ABCD"), random, [2], ["", " "]
    ),
    "in_pan": lambda language, random: letters(random, 3) + "P" + letters(random, 1) + digits(random, 4, "123456789") + letters(random, 1),
    "in_aadhaar": lambda language, random: grouped(check_digits.verhoeff(digits(random, 11, "23456789")), random, [4], ["", " ", "-"]),
    "ca_sin": lambda language, random: grouped(check_digits.luhn(digits(random, 8, "1234567")), random, [3], ["", " ", "-"]),
    "au_tfn": lambda language, random: grouped(check_digits.tax_file(random), random, [3], ["", " "]),
    "hk_id": lambda language, random: check_digits.hong_kong(random),
    "tw_id": lambda language, random: check_digits.taiwan(random),
    "kr_rrn": lambda language, random: check_digits.resident_kr(random),
    "jp_mynumber": lambda language, random: grouped(check_digits.my_number(random), random, [4], ["", " ", "-"]),
    "cn_id": lambda language, random: check_digits.resident_cn(random),
    "de_idnr": lambda language, random: grouped(check_digits.steuer_id(random), random, [2, 3], ["", " "]),
    "es_dni": lambda language, random: check_digits.dni(random),
    "fr_nir": lambda language, random: grouped(check_digits.nir(random), random, [1, 2, 2, 2, 3, 3, 2], ["", " "]),
    "it_cf": lambda language, random: check_digits.codice_fiscale(random),
    "br_cpf": lambda language, random: (
        "{}{}{}.{}{}{}.{}{}{}-{}{}".format(*check_digits.cpf(random)) if random.random() < 0.7 else check_digits.cpf(random)
    ),
    "br_cnpj": lambda language, random: "{}{}.{}{}{}.{}{}{}/{}{}{}{}-{}{}".format(*check_digits.cnpj(random)),
    "plate": lambda language, random: filled(random.choice(PLATES[LATIN_PHONES.get(language, language)]), random),
    "passport": lambda language, random: filled(random.choice(["C0#@00@4#", "#########", "@@#######", "@########"]), random),
    "dob": lambda language, random: filled(random.choice(DATES[LATIN_PHONES.get(language, language)]), random),
    "ip": lambda language, random: ".".join(str(random.randrange(11, 250)) for _ in range(4)),
}
