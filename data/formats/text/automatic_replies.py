"""Tells replies that a program sent by itself: out of office, receipts, what came back undelivered."""

import re
from collections.abc import Mapping

from data.both_scripts import compiled
from data.formats.text.acknowledgements import is_receipt

# RFC 3834, and what mail programs wrote before it.
HEADERS = {
    "auto-submitted": re.compile(r"auto-", re.IGNORECASE),
    "x-autoreply": re.compile(r"."),
    "x-autorespond": re.compile(r"."),
    "x-auto-response-suppress": re.compile(r"all|autoreply|oof", re.IGNORECASE),
    "precedence": re.compile(r"auto_reply|bulk|junk", re.IGNORECASE),
    "x-failed-recipients": re.compile(r"."),
}
SUBJECT = compiled(
    r"^\s*(?:(?:re|aw|sv|antw|fwd?|wg)\s?:\s*)*[\[(【]?(?:automatic reply"
    r"|auto(?:matic)?[- ]?(?:reply|response|antwort)|automatische antwort"
    r"|automatisch antwoord"
    r"|out of (?:the )?office|abwesenheitsnotiz|abwesenheit\b|réponse automatique|absence du bureau|respuesta automática"
    r"|fuera de la oficina"
    r"|resposta automática|risposta automatica|autosvar|automatiskt svar|odpowiedź automatyczna|automatická odpověď|автоответ"
    r"|otomatik yanıt"
    r"|自动(?:回[复应]|发[送出])|自動応答|자동 ?회신|undelivered mail|undeliverable|delivery status notification|mail delivery (?:failed"
    r"|failure|subsystem)"
    r"|returned mail|unzustellbar|zustellung fehlgeschlagen|read:|gelesen:)",
    re.IGNORECASE,
)
TEXT = compiled(
    r"^\W*(?:(?:hello|hi|dear .{0,30}|hallo|bonjour|hola|您好|你好)[,，!！.]?\s*)?(?:thank you for (?:your|the) (?:e-?mail"
    r"|message)[.!,]?\s*)?(?:"
    r"i(?: am|'m|’m) (?:currently |presently )?(?:out of (?:the )?office|on (?:annual |parental |sick |maternity )?(?:leave|vacation"
    r"|holiday)|away from (?:the|my) (?:office|desk))"
    r"|i(?: will|'ll|’ll) be (?:out of (?:the )?office|away until|on (?:leave|vacation|holiday))|ich bin (?:derzeit |zurzeit "
    r"|zur zeit |momentan |vom .{3,40} )?(?:nicht im (?:büro|haus)"
    r"|im urlaub|außer haus|abwesend|nicht erreichbar)|je suis (?:actuellement )?(?:absente?|en congé)|actuellement absente?"
    r"|(?:me encuentro|estoy|estaré) (?:actualmente )?(?:fuera de la oficina|de vacaciones|ausente)|(?:estou|estarei) (?:de férias"
    r"|ausente|fora do escritório)"
    r"|sono (?:attualmente )?(?:fuori (?:sede|ufficio)|in ferie|assente)|ik ben (?:momenteel )?(?:afwezig|met vakantie|niet aanwezig)"
    r"|this is an? (?:automated|automatic|auto[- ]generated) (?:reply|response|message|e-?mail)|dies ist eine automatische"
    r"|ceci est (?:un message|une réponse) automatique"
    r"|este es un mensaje automático|esta é uma mensagem automática|这是(?:一封)?自动回复|此(?:邮件|信件|讯息"
    r"|信)为?(?:系统)?自动(?:回复|发[送出])|自动回[复应]|我正在休假"
    r"|我目前不在办公室|これは自動返信"
    r"|this message was created automatically by mail delivery|we(?: have|'ve) received your (?:request|message|e-?mail"
    r"|ticket)\b.{0,60}(?:ticket|#|number|shortly|soon|hours))",
    re.IGNORECASE,
)


def is_automatic(text: str, subject: str = "", headers: Mapping[str, str] | None = None) -> bool:
    """Whether a program wrote this, by its text, its subject or the headers of its mail (names in small letters)."""
    if (
        headers
        and any(pattern.search(headers.get(name, "")) for name, pattern in HEADERS.items())
        and headers.get("auto-submitted") != "no"
    ):
        return True
    return bool((subject and SUBJECT.match(subject[:300])) or TEXT.match(text[:400]) or is_receipt(text))
