"""What customers write when they can't give what a form asks for, or don't want to any more.

In English, Chinese, German, Spanish and French; the whole message must say it, since “I can't find the returns page” and “cancel my
order” are other questions. In other languages the buttons below the question say the same.
"""

from __future__ import annotations

import re
from typing import Literal

from data.both_scripts import compiled
from data.folding import simplified

# Characters that are looked at; a longer message says something besides.
LONGEST = 200
_IT = (
    r"(?:it|that|this|one|them|any|either|(?:(?:the|my|an?|any|your|that) )?(?:order |confirmation |reference |tracking )?"
    r"(?:numbers?|e-?mails?|mails?|confirmation|postcode|zip(?: code)?|address|id|order id|code)(?: address)?"
    r"(?: (?:with|for|of|from) (?:the|my|it|that|this)[\w ]{0,25})?)"
)
_MISSING = (
    r"(?:(?:i|we) )?(?:really |still |just |also )?"
    r"(?:do ?n[o']t|dont|do not|can(?:no|')?t|can not|could ?n'?t|did ?n'?t|have ?n'?t|have not|never)"
    rf" (?:have|got|get|know|find|remember|see|recall|receive|received)(?: {_IT})?"
    r"(?: (?:any ?more|right now|here|with me|to hand|yet|on me))?",
    rf"(?:(?:i|we)(?:'ve| have)? )?(?:lost|deleted|forgot(?:ten)?|mislaid) {_IT}|(?:i )?(?:lost|deleted|forgot) (?:it|that)",
    r"(?:i(?:'ve| have) )?(?:no|not an?y?) (?:idea|clue|(?:order )?number|e-?mail|postcode)|(?:i'?m )?not sure|dunno|idk|unknown|none",
    r"(?:我|我[的嘅]|我们|订单(?:编号|号码|号)?|单号|邮箱|信箱|电邮|邮编|邮件|确认|也|都|真的?|已经|现在|而家|这个|呢个|实在|，)*"
    r"(?:没有?|找不到|不知道|不清楚|不记得|不晓得|忘记?|丢|弄丢|想不起来?|没收到|没带|删|冇|唔(?:知|记得|清楚|见)|搵唔到|收唔到)"
    r"(?:订单(?:编号|号码|号)?|单号|邮箱|信箱|电邮|邮编|邮件|确认|号码|号|这个|呢个|它|了|咗|啊|呢|呀|喎|怎么办|点算|[是系](?:多少|几多)|过)*",
    r"(?:ich )?(?:hab(?:e|'s|s)?|finde|weiß|kenne?)(?: ich)?(?: (?:die|den|das|sie|ihn|es|meine?|keine?))?(?: (?:bestell)?nummer| e-?mail)?"
    r"(?: (?:nicht|mehr|verloren|vergessen|gerade))*|keine (?:ahnung|nummer|bestellnummer)",
    r"(?:yo )?no (?:lo |la )?(?:tengo|sé|se|encuentro|recuerdo)(?: (?:el|la|mi|ese)? ?(?:número|numero|correo|código)[\w ]{0,20})?|ni idea",
    r"(?:je )?(?:ne |n')?(?:l'|le |la )?(?:ai|sais|trouve|retrouve|connais)(?: pas| plus)+"
    r"(?: (?:le|la|mon|de|ce) ?(?:numéro|mail|e-mail)[\w ]{0,20})?"
    r"|aucune idée",
)
_STOPPED = (
    r"never ?mind|nvm|forget (?:about )?(?:it|that)|stop|cancel|abort|quit|exit|skip|(?:leave|drop) it|(?:it )?does ?n'?t matter|"
    r"no,?(?: thanks| thank you)|not (?:now|any ?more|interested)|"
    r"(?:i )?(?:do ?n'?t|do not) (?:want|need)(?: to| it| this| that)?(?: any ?more)?|"
    r"(?:i'?d )?rather not|(?:i )?changed my mind",
    r"(?:算[了啦]|唔[使要查]|不用|不查|取消|取消查询|停止|不要|没关系|不必|先不查?|不想查|不想要|不说|不问|不需要|换个话题|下次再说)(?:了|吧|啦|，|谢谢)*",
    r"egal|vergiss es|vergessen sie es|abbrechen|abbruch|stopp|lass(?:en sie)? (?:es|gut sein)|nein,? danke|lieber nicht|schon gut",
    r"da igual|olv[ií]dalo|cancelar|d[ée]jalo|no importa|no,? gracias|para",
    r"laisse[rz]? tomber|tant pis|annuler|peu importe|non,? merci|arrêter|stop",
)
_BEFORE = (
    r"(?:(?:ok(?:ay)?|oh|ah|well|sorry|please|um|hmm|no|yes|actually|but|and|"
    r"那|那就|那么|咁|嗯|哦|不好意思|唔好意思|对不起|nein|bueno|pues|ben|non)[ ,]*)*"
)
_AFTER = r"(?:[ ,]*(?:sorry|please|pls|then|thanks?|thank you|now|though|谢谢|bitte|danke|gracias|merci|either|it|this|that))*"
MISSING, STOPPED = (compiled(rf"{_BEFORE}(?:{'|'.join(patterns)}){_AFTER}", re.IGNORECASE) for patterns in (_MISSING, _STOPPED))


def gives_up(text: str) -> Literal["stopped", "missing", ""]:
    """Whether a message says that the customer wants no more (`stopped`) or hasn't got what is asked for (`missing`)."""
    plain = simplified(" ".join(text[:LONGEST].replace("’", "'").split())).strip(" .,!?…。，！？~")
    if STOPPED.fullmatch(plain):
        return "stopped"
    return "missing" if MISSING.fullmatch(plain) else ""
