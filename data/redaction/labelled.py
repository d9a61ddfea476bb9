"""Licence plates and dates of birth, known by the words before them; internet addresses, known by themselves."""

import ipaddress
import re

from data.both_scripts import compiled
from data.redaction.innocent import may_be_personal
from data.redaction.kinds import END, MANY, SOME, START, Kind, where

IS = (
    r"(?:[ ]?(?i:(?:number|no|nr|nummer|is|was|ist|lautet|war|é|es|est|hai|der|the|on|am|em|in|do meu carro|do carro"
    r"|of my car)(?![^\W\d_])\.?|है|号|是|为|為|का नंबर|नंबर|=|:)){0,5}[ :：=]{0,3}"
)
# 京A·12345 is a plate whatever stands before it.
PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = compiled(
    rf"(?:\b(?i:(?:licen[cs]e|number|registration) plates?|plates?|reg(?:istration)?(?: number)?|vehicle (?:number|registration|no\.?)"
    rf"|car (?:number|no\.?|reg)"
    rf"|kennzeichen|nummernschild|placas?|matrículas?|targa|plaque|immatriculation|gaadi (?:ka )?number|gadi number)|车牌(?:号码?)?|(?:गाड़ी"
    rf"|गाडी|वाहन) (?:का |की )?(?:नंबर|संख्या))"
    rf"{IS}(?P<plate>(?=[^\s,.;\d]{{0,7}}[ ·-]{{0,2}}[^\s,.;\d]{{0,7}}[ ·-]{{0,2}}\d)"
    rf"(?:[A-ZÄÖÜ0-9]{{1,7}}(?:[ ·-]{{1,2}}[A-ZÄÖÜ0-9]{{1,7}}){{0,3}}))" + END
)
CHINESE_PLATE = compiled(rf"(?P<chinese>[{PROVINCE}][A-Z][ ·.-]?(?=[A-Z]{{0,4}}\d)[A-Z0-9]{{4,5}}[A-Z0-9挂学警港澳])" + END)
INDIAN_PLATE = re.compile(
    START + r"(?P<indian>(?:A[NPRS]|BR|C[GH]|D[DLN]|G[AJ]|H[PR]|J[HK]|K[AL]|L[AD]|M[HLNPZ]|NL"
    r"|O[DR]|P[BY]|RJ|SK|T[NRS]|U[KP]|WB)[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4})" + END,
)  # fmt: skip
MONTH = (
    r"(?:jan|feb|mar|mär|apr|may|mai|maio|jun|jul|aug|sep|set|oct|okt|out|nov|dec|dez|dic|fev|ene|abr|ago|janv|fév|avr|juin|juil|août"
    r"|déc)[^\W\d_]{0,8}"
    r"|जनवरी|फ़रवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|अक्टूबर|नवंबर|दिसंबर"
)
DATE = (
    rf"\d{{1,4}} ?[./-] ?\d{{1,2}} ?[./-] ?\d{{1,4}}|\d{{1,2}}(?:st|nd|rd|th|\.)?(?: of| de)? (?:{MONTH})\.?,?(?: de)? \d{{2,4}}"
    rf"|(?:{MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{2,4}}|\d{{2,4}} ?年 ?\d{{1,2}} ?月 ?\d{{1,2}} ?日?|\d{{8}}"
)
BIRTH = compiled(
    r"(?:\b(?i:date of birth|d\.?o\.?b\.?|birth ?(?:day|date)|born(?: on)?|geburtsdatum|geburtstag|geboren|geb\.|data de nascimento"
    r"|nascimento|nasci(?:do|da)?"
    r"|fecha de nacimiento|nacimiento|nací|date de naissance|né|née|data di nascita|nat[oa])|出生日期|出生年月|生日|出生于"
    r"|जन्म ?(?:तिथि|तारीख|दिन)?"
    r"|生年月日|생년월일)"
    rf"(?: ?(?i:ist|is|was|der|the|on|am|em|el|le|il|é|es|est|है|को|是|为|:|：)){{0,3}}[ :：]{{0,3}}(?P<date>(?i:{DATE}))(?!\d)"
)
BIRTH_HINTS = ("birth", "dob", "d.o.b", "born", "geb", "nasc", "nac", "naiss", "né", "nat", "出生", "生日", "जन्म", "生年", "생년")
IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
IPV6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:){3,7}(?::?[0-9A-Fa-f]{1,4}){1,5}(?![\w:])")


def _is_public(match: re.Match[str]) -> bool:
    """Whether an address can be somebody's: a router's own is in every house. A version has four parts, too, but small ones."""
    try:
        return ipaddress.ip_address(match.group()).is_global and may_be_personal(match) and len(match.group()) > 8
    except ValueError:
        return False


PLATE_HINTS = (
    "plate", "reg", "vehicle", "car ", "kennzeichen", "nummernschild", "placa", "matrícula", "targa", "plaque", "immatriculation",
    "gaadi", "gadi", "车牌", "車牌", "गाड़ी", "गाडी", "वाहन",
)  # fmt: skip
PLATES = (
    Kind("plate", PLATE, digits=SOME, hints=PLATE_HINTS),
    Kind("plate", CHINESE_PLATE, where(may_be_personal), SOME, tuple(PROVINCE)),
    Kind("plate", INDIAN_PLATE, where(may_be_personal), MANY, needs=re.compile(r"\d[ -]?[A-Z]{1,3}[ -]?\d{4}")),
)
BIRTHS = (Kind("birthday", BIRTH, digits=SOME, hints=BIRTH_HINTS),)
NETWORK = (
    Kind("ip", IPV4, where(_is_public), 6, (".",)),
    Kind("ip", IPV6, where(_is_public), SOME, (":",), re.compile(r":[0-9A-Fa-f]{0,4}:")),
)
