"""Marks before a text that say that customers don't read it, where the desk has no field for that: “*** INTERN – nicht an Kunden ***”,
“[internal]”, “Internal note: …”, “【内部】”.
"""

import re

from data.both_scripts import compiled

# A note by its name: with a colon behind it, it needs no other mark.
NAME = (
    r"(?:internal|private|staff) (?:notes?|comments?|remarks?)|interne[rs]? (?:notiz|vermerk|anmerkung|hinweis|kommentar)|nota interna"
    r"|note interne|comentari?o intern[oa]|comentário interno|interne notitie|notatka wewnętrzna"
    r"|(?:внутренн|служебн)\w{2} (?:заметка|записка|пометка|комментарий)|内部(?:备注|留言|消息)|社内メモ|内部メモ|내부 ?메모"
)
# What says so only where it stands by itself, between signs or in brackets.
WORDS = (
    rf"{NAME}|(?:strictly |for )?internal(?:ly)?(?: (?:only|use|use only|info))?|(?:staff|team|agents?|colleagues) only"
    r"|(?:not for|don[’']?t (?:send|show) to|not visible to|hidden from) (?:the )?(?:customers?|clients?)"
    r"|(?:nur |rein )?intern(?:e info)?|nicht (?:an|für) (?:den |die )?kunden?|nur für (?:mitarbeiter|kollegen|das team)"
    r"|(?:solo |uso )?intern[oa]|(?:no|não) (?:enviar|mostrar) a[lo] cliente|(?:usage )?interne|ne pas (?:envoyer|montrer) au client"
    r"|для сотрудников|(?:仅限?|僅限?)?内部(?:可见|沟通|使用)?|(?:不要|请勿|勿)(?:发给|转给|告诉)客户|社内(?:用|限定)?|내부용"
)
NOTES = rf"(?:{WORDS})(?:[\s,;:!.|/·–—-]{{1,4}}(?:{WORDS})){{0,3}}[!.:]?"
MARKED = compiled(
    rf"\s{{0,9}}(?:(?P<sign>[*#=~!+_-])(?P=sign){{1,20}}\s{{0,3}}{NOTES}\s{{0,3}}(?P=sign){{2,20}}"
    rf"|[\[(（【<《{{«]\s{{0,3}}{NOTES}\s{{0,3}}[\])）】>》}}»]|#(?:internal|intern|interno)\b|[*_]{{0,2}}(?:{NAME})[*_]{{0,2}}\s?[:：])",
    re.IGNORECASE,
)
LONGEST = 160


def is_marked_internal(text: str) -> bool:
    """Whether a text of the company's begins with a mark that it is for colleagues."""
    return MARKED.match(text[:LONGEST]) is not None
