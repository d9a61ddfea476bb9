"""Tells receipts that a desk sends by itself when somebody has written: thanks, and that somebody will answer."""

import re

from data.both_scripts import compiled

# Longer ones say more than that a message has come.
LONGEST = 500
THANKS = (
    r"(?:thank(?:s| you) (?:so much |very much )?for (?:contacting|writing|reaching out|getting in touch|messaging"
    r"|your (?:message|request|e?-?mail|enquiry|inquiry|interest|question))"
    r"|(?:vielen |herzlichen |besten )?danke? für (?:ihre|deine|die) (?:anfrage|nachricht|e-?mail|mail|kontaktaufnahme|mitteilung)"
    r"|(?:muchas )?gracias por (?:escribir|contactar|comunicar|poner|[ts]u (?:mensaje|consulta))"
    r"|merci (?:de nous avoir|d.avoir|pour votre (?:message|demande|e?-?mail))"
    r"|(?:muito )?obrigad[oa] (?:por|pel[oa]) (?:entrar|contactar|escrever|su?a mensagem|seu contato|contacto?)"
    r"|grazie per (?:averci|il (?:tuo|suo) messaggio|la (?:tua|sua) (?:richiesta|e-?mail))"
    r"|bedankt voor (?:uw|je) (?:bericht|vraag|e-?mail)"
    r"|спасибо за (?:обращение|сообщение|ваше)"
    r"|お問い?合わ?せ(?:いただき)?(?:まして)?、?(?:誠に)?ありがとうございま"
    r"|感谢(?:您|你)?的?(?:来信|咨询|留言|联系|来访))"
)
WHEN = r"(?:shortly|soon|as soon as (?:possible|we can)|within (?:the next )?(?:\d|one|two|a)|in the order|during (?:business|office))"
PROMISE = (
    r"(?:(?:will|we'll|we’ll) (?:be (?:with you|in touch|answered|handled|reviewed)|get back|reply|respond|answer|contact you)"
    rf".{{0,40}}{WHEN}"
    r"|(?:reply|respond|answer)(?: to \w+ \w+)? within|has been received|do not reply to this|don.t reply to this"
    r"|en breve|(?:responderemos|atenderemos|contestaremos) (?:lo antes|a la mayor|en )|no responda a este"
    r"|schnellstmöglich|so (?:schnell|bald) wie möglich|in kürze|innerhalb (?:von|der|eines|unserer)|bei uns eingegangen"
    r"|eingang ihrer|antworten sie nicht auf"
    r"|plus brefs délais|dans les meilleurs délais|répondrons|ne pas répondre à ce"
    r"|em breve|o mais (?:breve|rápido)|não responda a est|al più presto|entro \d|non rispondere a quest|zo (?:snel|spoedig) mogelijk"
    r"|ближайшее время|свяжемся|ответим|担当者より|自動返信|尽快|稍后(?:会|将)?(?:回复|与您|联系)|请勿(?:直接)?回复)"
)
# A sentence without its end; between the thanks and the promise one more may stand.
CLAUSE, END = r"[^.!?。！？\n]", r"[.!?。！？\n]"
RECEIPT = compiled(
    rf"^\W{{0,9}}(?:{CLAUSE}{{0,40}}[.!,。！，\n]\W{{0,9}})?{CLAUSE}{{0,20}}{THANKS}{CLAUSE}{{0,90}}"
    rf"(?:{END}{{1,4}}\s{{0,9}}(?:{CLAUSE}{{0,120}}{END}{{1,4}}\s{{0,9}})?{CLAUSE}{{0,90}}?)?{PROMISE}",
    re.IGNORECASE,
)
# Words that are looked for first, since few messages have one.
THANKED, FIRST = compiled(r"thank|dank|gracias|merci|obrigad|grazie|спасибо|ありがと|感谢", re.IGNORECASE), 120
AUTOMATED = compiled(r"auto|自动|自動", re.IGNORECASE)
# What programs say of their own messages, wherever it stands in them.
SAYS_SO = compiled(
    r"this (?:message|e-?mail|reply|response) (?:has been|was|is) (?:automatically|auto)[ -](?:generated|sent|created)"
    r"|this is an (?:automatic|automated|auto[ -]generated) (?:confirmation|notification|acknowledge?ment)"
    r"|diese (?:nachricht|e-?mail|mail) wurde automatisch"
    r"|(?:mensaje|correo)(?: ha sido| fue)? (?:generado|enviado) automáticamente"
    r"|(?:message|e-?mail|courriel)(?: a été| est)? (?:généré|envoyé) automatiquement"
    r"|(?:mensagem|e-?mail)(?: foi)? (?:gerad|enviad)[oa] automaticamente"
    r"|messaggio(?: è stato)? generato automaticamente"
    r"|この(?:メール|メッセージ)は自動(?:返信|送信|配信)|(?:本|此)(?:邮件|信件|消息|短信)(?:为|由)?系统自动"
    r"|[\[【(（](?:自动回复|自動回覆|自動返信|auto(?:matic)?[- ]?reply|automatische antwort|respuesta automática|réponse automatique)"
    r"[\]】)）]\s*$",
    re.IGNORECASE,
)


def is_receipt(text: str) -> bool:
    """Whether a text says only that a message has come and will be answered, or says of itself that a program sent it."""
    if len(text) <= LONGEST and THANKED.search(text[:FIRST]) and RECEIPT.match(text):
        return True
    return AUTOMATED.search(text[:2_000]) is not None and SAYS_SO.search(text[:2_000]) is not None
