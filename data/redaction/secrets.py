"""Passwords and codes for one time, known by the words before them."""

import re

from data.both_scripts import compiled
from data.redaction.kinds import END, SOME, Kind, Span, where

IS = (
    r"(?:[ ]?(?i:(?:is|was|are|ist|lautet|war|é|era|es|est|è|hai|tha|foi)(?![^\W\d_])|=|:|है|था|是|为|為|设成|改成|系|になります|は"
    r"|->)){0,2}[ :：=]{0,3}"
)
PASSWORD = compiled(
    r"(?:\b(?i:pass ?(?:word|wd|code|phrase)|pw|pwd|passwort|kennwort|senha|palavra-passe|contraseña|mot de passe|parola d['’]ordine"
    r"|wachtwoord|hasło|şifre)(?![A-Za-z])"
    r"|密码|密碼|口令|पासवर्ड|パスワード|비밀번호|пароль)"
    rf"(?P<is>(?: ?(?i:to|for (?:my|the) account|für mein konto|da conta))?{IS})[\"'“”‘’«»`]?(?P<secret>[^\s,，。、;；\"'“”‘’«»`]{{3,64}})"
)
PASSWORD_HINTS = (
    "password", "pass word", "passwd", "pass wd", "passcode", "pass code", "passphrase", "pass phrase", "passwort", "-passe", "de passe",
    "|pw", "kennwort", "senha", "contraseña", "wachtwoord", "hasło", "şifre", "parola", "密码", "密碼", "口令", "पासवर्ड",
    "パスワード", "비밀번호", "пароль",
)  # fmt: skip
# What kind of code it is, which must be said: a voucher's, a country's or an error's code is nobody's.
ONE_TIME = (
    r"\b(?i:otp|one[- ]time (?:code|pin|password|passcode)|2fa(?: code)?|(?:verification|security|confirmation|authori[sz]ation"
    r"|authentication|activation|login|log-in|sign-in|sms|access)"
    r" (?:code|pin|number)|verifizierungscode|bestätigungscode|sicherheitscode|zugangscode|freischaltcode|einmalcode|sms-code"
    r"|m?tan(?:[- ]?code)?"
    r"|pin(?:[- ]?code)?"
    r"|código de (?:verificação|segurança|confirmação|acesso|verificación|seguridad)|code de (?:vérification|sécurité|confirmation)"
    r"|codice di (?:verifica|sicurezza)"
    r"|cvv|cvc)\b|[验认]证码|校验码|动态码|授权码|安全码|末三码|ओटीपी|सत्यापन कोड|認証コード|인증번호"
)
# “the code you texted me is 123456”
SENT_CODE = (
    r"\b(?i:code|código|codice)(?: (?i:that|which|que|qui|you|he|they|i|we|eu|recebi|sent|send|texted|gave|got|received|me|by|per|por"
    r"|via|sms|text|phone|just|now|mir|to|the|my|in|foi))"
    r"{1,8}"
)
VALUE = r"(?P<code>(?:[A-Z]{1,2}-)?\d{3}[ -]\d{3}|(?:[A-Z]{1,2}-)?\d{4,8}|\d{3})"
CODE = compiled(
    rf"(?:(?:{ONE_TIME})(?:[ ]?(?i:code|number|no\.?|nummer|नंबर|号))?(?: (?i:on the back|on the card|of my card))?"
    rf"|{SENT_CODE}){IS}(?:[\"'“”]?){VALUE}" + END
)
CODE_HINTS = (
    "|otp|", "code", "código", "codice", "2fa", "|tan", "|mtan", "|pin", "cvv", "cvc", "验证码", "认证码", "校验码", "动态码", "授权码",
    "安全码", "末三码", "ओटीपी", "कोड",
    "認証", "인증", "one-time", "one time", "security", "number",
)  # fmt: skip
# “I got the code 448 213”: six digits right behind the word, unless another word says what else it is the code of.
BARE_CODE = re.compile(
    r"(?:\b(?P<of>[^\W\d_]{1,20})[ -])?\b(?i:code|código|codice)(?:[ ]?(?i:is|was|ist|é|es|est|è)(?![^\W\d_])|:){0,2} {0,2}"
    r"(?P<code>\d{3}[ -]?\d{3})" + END
)  # fmt: skip
OF_OTHERS = frozenset(
    "error fault country area product item article voucher discount promo promotion coupon dial dialling model colour color postal zip "
    "post status hs qr bar gift tax sort bank branch fehler artikel länder gutschein rabatt farb postleit de do da erro produto "
    "postal".split()
)
# What shows codes of its own, unless it is where codes are sent to.
SHOWN = re.compile(
    r"(?i:\b(?:displays?|screen|panel|shows?|showed|showing|blink\w*|flash\w*|beep\w*|machine|device|printer|washer|dishwasher|oven|boiler|router"
    r"|error|fault|anzeige|zeigt|display|fehler\w*|gerät|pantalla|muestra|máquina|tela|mostra|exibe|visor|écran|affiche)\b)"
)
SENT_TO = re.compile(r"(?i:\b(?:phone|mobile|sms|text(?:ed)?|whatsapp|authenticator|app|e?-?mail|handy|celular|móvil|téléphone)\b)")
BEFORE = 60
WORDS_AFTER = re.compile(r"[ \t]*[^\W\d_]{2,}")


def _password(match: re.Match[str]) -> Span | None:
    """A secret unless it is a word of the sentence: “my password is wrong”."""
    start, end = match.span("secret")
    secret = match["secret"].rstrip(".!?)")
    end -= len(match["secret"]) - len(secret)
    strange = re.search(r"\d|[^\W\d_][^\w\s.'’-]|[^\w\s.'’-][^\W\d_]|[a-z][A-Z]", secret) is not None and "[" not in secret
    told = re.search(r"[:：=]", match["is"]) is not None and not WORDS_AFTER.match(match.string, end)
    if len(secret) < 3 or not (strange or (told and secret.isascii() and "[" not in secret)) or "://" in secret:
        return None
    return start, end


def _is_code(match: re.Match[str]) -> bool:
    """A year behind “code” is none."""
    return (
        not re.fullmatch(r"\d{3}", match["code"])
        or re.search(r"cvv|cvc|pin|on the back|card|末三[码碼]|安全[码碼]", match.group(), re.IGNORECASE) is not None
    )


def _is_ones_own(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - BEFORE) : match.start("code")]
    sentence = re.split(r"[.!?\n](?:\s|$)", before)[-1]
    shown = SHOWN.search(sentence) is not None and SENT_TO.search(sentence) is None
    return (match["of"] or "").casefold() not in OF_OTHERS and not shown


SECRETS = (
    Kind("password", PASSWORD, _password, hints=PASSWORD_HINTS),
    Kind("code", CODE, where(_is_code), SOME, CODE_HINTS),
    Kind("code", BARE_CODE, lambda match: match.span("code") if _is_ones_own(match) else None, 6, ("code", "código", "codice")),
)
