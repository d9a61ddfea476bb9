"""Telephone numbers: international ones, the shapes that many countries write theirs in, and whatever is called one."""

import re

from data.both_scripts import compiled
from data.redaction.innocent import may_be_personal
from data.redaction.kinds import Kind, where

PHONE = re.compile(
    r"(?<![0-9A-Za-z+@])(?:"
    r"(?:\+|00)\d(?:[ ()./-]{0,3}\d){7,14}"  # +44 20 7946 0123, +86 139-1234-5678
    r"|\(?0\d(?:[ ()./-]{0,2}\d){7,10}"  # 07700 900123, (020) 7946 0123
    r"|(?:0?1[ .-]?)?\(?[2-9]\d\d\)?[ ./-]{0,2}[2-9]\d\d[ .-]\d{4}"  # (212) 555-0123, 1-212-555-0123
    r"|1[3-9]\d(?:[ .-]?\d){8}"  # a Chinese mobile: 138 0013 8000
    r"|(?:\(\d{3}\) ?|\d{3}[-. ])?\d{3}[-.]\d{4}"  # (212) 555-0123, 555-0123
    r"|(?:\(\d{3}\) ?|\d{3} )\d{3} \d{4}"  # (212) 555 0123, 212 555 0123
    r"|\(?0?\d{2}\)? ?9?\d{4}[ .-]\d{4}"  # (11) 91234-5678, 11 91234 5678
    r"|(?:[78] ?)?\(?\d{3}\)? ?\d{3}-\d{2}-\d{2}"  # 8 (916) 123-45-67
    r"|\d{2}[ .-]\d{10}"  # 91 9876543210
    r"|[6-9]\d{4}[ .-]\d{5}"  # 98765 43210
    r"|[6-9]\d{3}[ .-]\d{3}[ .-]\d{3}"  # 9876 543 210
    r"|[35-9]\d{3} \d{4}(?! ?\d)|[569]\d{3}-\d{4}(?!-?\d)"  # 9123 4567; with a 1 or 2 in front it could be two years
    r"|[6-9]\d{2} \d{3} \d{3}"  # 612 345 678
    r")(?!\d|-\d{3})"
)
CALLED = compiled(
    r"(?:\b(?i:phone|tel|telephone|mobile|cell|cellphone|whatsapp|fax|handy|telefon\w{0,8}|mobil\w{0,8}|rufnummer|telefone|celular"
    r"|telemóvel|zap"
    r"|teléfono|móvil|téléphone|portable|call(?: me)?|text(?: me)?|ring(?: me)?|reach me|ligar|ligue|rufen sie mich|my number)"
    r"|电话|手[机提]|座机|致电|拨打|电联|打[给俾畀]我|फ़ोन|फोन|मोबाइल|कॉल|電話|携帯|전화)"
    r"(?:[ -]?(?i:number|no\.?|nr\.?|nummer|号码|号|नंबर|番号|번호|(?:is|ist|lautet|é|es|est|on|at|under|unter|para|to|hai|the"
    r"|new)(?![^\W\d_])|是|系|为|है)){0,4}[.:： ]{0,3}"
    r"(?P<called>\+?\(?\d(?:[ ()./-]{0,3}\d){5,14})(?!\d)"
)
WORDS = (
    "phone", "tel", "mob", "cell", "whatsapp", "fax", "handy", "ruf", "celular", "zap", "call", "text", "ring", "reach", "lig", "number",
    "móvil", "portable", "电话", "手机", "手提", "座机", "致电", "拨打", "电联", "打给我", "打俾我", "打畀我",
    "फ़ोन", "फोन", "मोबाइल", "कॉल", "電話", "携帯", "전화",
)  # fmt: skip
PHONES = (Kind("phone", CALLED, where(may_be_personal), 6, WORDS), Kind("phone", PHONE, where(may_be_personal), 7))
