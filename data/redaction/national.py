"""Numbers that a state gives to a person, known by their shape and check digits; by what they are called, whatever their digits.

The check digits are python-stdnum's. Hong Kong, Singapore and Taiwan aren't in it; Britain's National Insurance number has none.
"""

import re
from collections.abc import Callable, Mapping

from stdnum.ar import cuit
from stdnum.au import tfn
from stdnum.be import nn
from stdnum.br import cnpj, cpf
from stdnum.ca import sin
from stdnum.ch import ssn as ahv
from stdnum.cl import rut
from stdnum.cz import rc
from stdnum.de import idnr
from stdnum.dk import cpr
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.in_ import aadhaar, gstin, pan
from stdnum.iso7064 import mod_11_2
from stdnum.it import codicefiscale
from stdnum.jp import in_ as my_number
from stdnum.kr import rrn
from stdnum.mx import curp
from stdnum.my import nric as mykad
from stdnum.se import personnummer
from stdnum.th import pin
from stdnum.us import itin, ssn

from data.both_scripts import compiled
from data.redaction.kinds import END, MANY, START, Kind, where

Test = Callable[[str], bool]


def chinese(number: str) -> bool:
    """Whether the last character is the check character of the others (GB 11643-1999, which is ISO 7064 MOD 11-2)."""
    return bool(mod_11_2.is_valid(re.sub("[ -]", "", number).upper()))


def taiwan(number: str) -> bool:
    """Whether the last digit of a Taiwanese number checks the others: the letter counts as two digits."""
    code = 10 + "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(number[0])
    digits = [code // 10, code % 10, *map(int, number[1:])]
    return sum(digit * weight for digit, weight in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1))) % 10 == 0


def hong_kong(number: str) -> bool:
    """Whether the last sign of a Hong Kong identity card's number checks the others (MOD 11, letters from 10 on, a blank as 36)."""
    signs = re.sub("[^A-Z0-9]", "", number.upper())
    values = [int(sign, 36) for sign in signs[:-1]]
    values = [36, *values] if len(values) == 7 else values
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1)))
    return (total + int(signs[-1], 36)) % 11 == 0


def singapore(number: str) -> bool:
    """Whether the last letter of Singapore's NRIC or FIN checks the others."""
    total = sum(int(digit) * weight for digit, weight in zip(number[1:8], (2, 7, 6, 5, 4, 3, 2))) + {"T": 4, "G": 4, "M": 3}.get(
        number[0], 0
    )
    letters = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "G": "XWUTRQPNMLK", "M": "KLJNPQRTUWX"}[number[0]]
    return letters[10 - total % 11 if number[0] == "M" else total % 11] == number[8]


def any_number(number: str) -> bool:
    """Nothing but the shape tells it."""
    return True


# Each shape, and what may have it; one after the other at the same place.
SHAPES: dict[str, tuple[str, tuple[Test, ...]]] = {
    "cn": (r"\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx]", (chinese,)),
    "fr": (r"[12][ .]?\d\d[ .]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .]?(?:\d\d|2[ABab])[ .]?\d{3}[ .]?\d{3}[ .]?\d\d", (nir.is_valid,)),
    "us": (r"\d{3}[ -]\d{2}[ -]\d{4}", (ssn.is_valid, itin.is_valid)),
    "cpf": (r"\d{3}[. ]\d{3}[. ]\d{3}[ -]\d{2}", (cpf.is_valid,)),
    "cnpj": (r"\d{2}[. ]?\d{3}[. ]?\d{3} ?/ ?\d{4}[ -]?\d{2}", (cnpj.is_valid,)),
    "nino": (r"[A-CEGHJ-PQR-TW-Za-ceghj-pqr-tw-z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-Da-d]", (any_number,)),
    "cuit": (r"\d{2}-\d{8}-\d", (cuit.is_valid,)),
    "rrn": (r"\d{6}-\d{7}", (rrn.is_valid, lambda number: number[7] in "1234")),
    "twelve": (r"\d{4}[ -]?\d{4}[ -]?\d{4}", (aadhaar.is_valid, my_number.is_valid)),
    "idnr": (r"\d{2} \d{3} \d{3} \d{3}", (idnr.is_valid,)),
    "nine": (r"\d{3}-\d{3}-\d{3}|[0-5]\d{2} \d{3} \d{3}", (tfn.is_valid, sin.is_valid)),
    "spain": (r"\d{8}[ -]?[A-Za-z]|\d{2}\.\d{3}\.\d{3}[ -]?[A-Za-z]|[XYZxyz][ -]?\d{7}[ -]?[A-Za-z]", (dni.is_valid, nie.is_valid)),
    "cf": (r"[A-Za-z]{6}\d{2}[A-Za-z]\d{2}[A-Za-z]\d{3}[A-Za-z]", (codicefiscale.is_valid,)),
    "curp": (r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d", (curp.is_valid,)),
    "tw": (r"[A-Z][1289]\d{8}", (taiwan,)),
    "hk": (r"[A-Z]{1,2}\d{6} ?\([\dA]\)|[A-Z]{1,2}\d{6}[\dA]", (hong_kong,)),
    "sg": (r"[STFGM]\d{7}[A-Z]", (singapore,)),
    "my": (r"\d{6}-\d{2}-\d{4}", (mykad.is_valid,)),
    "th": (r"\d[ -]\d{4}[ -]\d{5}[ -]\d{2}[ -]\d", (pin.is_valid,)),
    "north": (r"\d{6}[-+A]\d{3}[\dA-Y]", (personnummer.is_valid, cpr.is_valid, hetu.is_valid)),
    "be": (r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}", (nn.is_valid,)),
    "ch": (r"756\.\d{4}\.\d{4}\.\d{2}", (ahv.is_valid,)),
    "cl": (r"\d{1,2}\.\d{3}\.\d{3}-[\dKk]", (rut.is_valid,)),
    "cz": (r"\d{6}/\d{3,4}", (rc.is_valid,)),
}
# India's, which have four digits in a row among letters.
INDIAN: dict[str, tuple[str, tuple[Test, ...]]] = {
    "pan": (r"[A-Za-z]{3}[ABCFGHJLPTabcfghjlpt][A-Za-z]\d{4}[A-Za-z]", (pan.is_valid,)),
    "gstin": (r"\d{2}[A-Z]{5}\d{4}[A-Z]\d[A-Z][A-Z\d]", (gstin.is_valid,)),
}


def _shaped(shapes: Mapping[str, tuple[str, tuple[Test, ...]]]) -> re.Pattern[str]:
    """Any of these shapes, each in a group of its name; no part of a longer number in groups."""
    either = "|".join(f"(?P<{name}>{shape})" for name, (shape, _) in shapes.items())
    return re.compile(START + rf"(?<!\d[ -])(?:{either})(?![0-9A-Za-z]|[ -]\d{{3}})")


SHAPED, SHAPED_INDIAN = _shaped(SHAPES), _shaped(INDIAN)
TESTS = {name: tests for name, (_, tests) in (SHAPES | INDIAN).items()}
CALLED = compiled(
    r"(?:\b(?i:ssn|(?:my|your|his|her) social|social (?:security|insurance)(?: (?:number|no\.?|nr\.?|#))?"
    r"|national insurance|ni (?:number|no\.?)|nino|nhs|utr"
    r"|aadh?aar|pan"
    r"|itin|tfn|tax file|sin|nric|fin|hkid|cpf|cnpj|rg|cic|dni|nie|nif|cif|curp|rut|cuit|nir|bsn|pesel|steuer-?id(?:nr)?|idnr"
    r"|steuer(?:identifikations)?(?:nummer|nr)|personalausweis(?:nummer)?|sozialversicherungsnummer|ausweisnummer|reisepass(?:nummer)?"
    r"|passaporte|pasaporte|passport|passeport|codice fiscale|numéro de sécurité sociale|my number|resident (?:registration )?number"
    r"|id (?:card|number|no\.?)|identity (?:card|number)|driv(?:er['’]?s?|ing) licen[cs]e)(?![A-Za-z])"
    r"|身[份分]证|居留证|统一证号|健保卡|回乡证|护照|通行证|マイナンバー|パスポート|주민등록번호|여권|आधार|पैन|पासपोर्ट)"
    r"(?:[ -]?(?i:number|num|no\.?|nr\.?|card|id|#|号码|号|號碼|字號|號|番号|नंबर|कार्ड|नम्बर|(?:is|was|ist|lautet|é|es"
    r"|est)(?![^\W\d_])|:|=|是|为"
    r"|為|hai|है)){0,4}[ :：#=]{0,3}"
    r"(?P<called>(?=[A-Za-z]{0,6}[ -]?\d)(?=(?:[^\n\d]{0,4}\d){4})[0-9A-Za-z]{1,20}"
    r"(?:[ ./-]{1,3}(?=[A-Za-z]{0,3}\d)[0-9A-Za-z]{1,8}){0,6}(?:[ -][A-Z])?)" + END
)
CALLED_HINTS = (
    "|ssn", "|my social", "|your social", "|his social", "|her social", "|social security", "|social insurance", "|national insurance",
    "|ni n", "|nino", "|nhs", "|utr", "|aad", "|pan", "|itin", "|tfn", "|tax file", "|sin", "|nric", "|fin", "|hkid", "|cpf", "|cnpj",
    "|rg", "|cic", "|dni", "|nie", "|nif", "|cif", "|curp", "|rut", "|cuit", "|nir", "|bsn", "|pesel", "|steuer", "|idnr",
    "|personalausweis", "|sozialversicherungsnummer", "|ausweisnummer", "|reisepass", "|passaporte", "|pasaporte", "|passport",
    "|passeport", "|codice fiscale", "|numéro de sécurité", "|my number", "|resident", "|id card", "|id n", "|identity", "|driv", "身份证",
    "身分证", "居留证", "统一证号", "健保卡", "回乡证", "护照", "通行证",
    "マイナンバー", "パスポート", "주민등록번호", "여권", "आधार", "पैन", "पासपोर्ट",
)  # fmt: skip


def _is_valid(match: re.Match[str]) -> bool:
    return any(test(match.group()) for test in TESTS[str(match.lastgroup)])


NATIONAL = (
    Kind("id", SHAPED, where(_is_valid), 6, needs=re.compile(r"\d(?:(?:[ ./-]?\d){5}|\d[A-Za-z]\d\d[A-Za-z]\d{3})")),
    Kind("id", SHAPED_INDIAN, where(_is_valid), MANY, needs=re.compile(r"\d{4}[A-Za-z]")),
    Kind("id", CALLED, digits=MANY, hints=CALLED_HINTS),
)
