"""What the sender of a mail wrote himself: without what he quotes, his signature and the company's disclaimer, in many languages.

Line by line and linear: the libraries for this search whole mails with nested patterns, which a crafted mail can stall.
"""

import re

from data.both_scripts import compiled

# Above a quotation: “On Fri, 14 Mar 2025 at 09:12, Petra <p@example.com> wrote:”. The verb ends the line, or nearly.
WROTE = compiled(
    r"(?:\bwrote|\bschrieb\b.{0,120}|\ba écrit|\bescribi[óo]\b.{0,80}|\bescreveu\b.{0,80}|\bha scritto|\bschreef\b.{0,80}|\bskrev\b.{0,80}"
    r"|\bnapsala?(?:\(a\))?|\bnapisał(?:\(a\))?|\bpisze|\bkirjoitti|\bírta|\ba scris|\bнаписала?\b.{0,80}|\bпишет|\byazdı|\bşunları yazdı"
    r"|写道|のメール|さんは書きました|님이 작성|작성|\d{1,2}[:：]\d{2}.{0,80}<[^<>\s@]{1,64}@[^<>\s]{1,80}>)\s?[:：]\s{0,9}$",
    re.IGNORECASE,
)
# How such a line begins, and how its second one may, in which only the address is left.
ON = re.compile(r"^\s{0,9}(?:on|am|le|el|em|il|op|den|dne|w dniu|в|在|於)\b", re.IGNORECASE)
ADDRESS = re.compile(r"^\s{0,9}<?[^<>\s@]{1,64}@[^<>\s]{1,80}>")
# A verb alone proves nothing (“you wrote:”): a date, an address or a name of a day stands in the same line.
DATED = re.compile(r"\d{1,4}[./\-年: ]\d{1,2}|@|\d{4}")
SEPARATOR = compiled(
    r"^\s{0,9}(?:[-_=*~]{2,60}\s{0,9}(?:original message|original-nachricht|ursprüngliche nachricht|urspr(?:ü|ue)ngliche nachricht"
    r"|weitergeleitete nachricht"
    r"|message d'origine|message original|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|forwarded message"
    r"|begin forwarded message|oryginalna wiadomość|původní zpráva|původní e-mail|oprindelig meddelelse|ursprungligt meddelande"
    r"|исходное сообщение|пересылаемое сообщение|orijinal mesaj|原始[邮信]件|原邮件|转[发寄](?:的)?邮件|元のメッセージ|원본 메시지)"
    r"\s{0,9}[-_=*~]{0,60}"
    r"|##-? ?(?:please type your reply above this line|bitte geben sie ihre antwort).*|_{20,})\s{0,9}$",
    re.IGNORECASE,
)
# The header of a mail inside a mail; two of them in a row begin a quotation.
HEADER = compiled(
    r"^\s{0,9}[*>]{0,20}\s{0,9}(?:from|sent|to|cc|subject|date|von|gesendet|an|betreff|datum|de|envoyé|à|objet|date|enviado(?: el)?|para"
    r"|asunto|fecha|assunto|data"
    r"|da|inviato|a|oggetto|van|verzonden|aan|onderwerp|fra|sendt|til|emne|från|skickat|till|ämne|od|wysłano|do|temat|odesláno|komu|předmět"
    r"|от|отправлено|кому|тема|дата|gönderen|gönderme|kime|konu|发件人|寄件者|寄件人|发送时间|日期|收件人|收件者|抄送|主题|主旨"
    r"|差出人|送信日時|宛先"
    r"|件名|보낸 사람|받는 사람|제목)\s{0,9}\*?\s{0,9}[:：]\s{0,9}\S",
    re.IGNORECASE,
)
QUOTED = re.compile(r"^\s{0,3}(?:>|&gt;|\|\s)")
GREETING = (
    r"(?:(?:many )?thanks (?:&|and) (?:kind |best )?regards|(?:with )?(?:(?:kind|best|warm|many|my best|kindest"
    r"|warmest) )?(?:regards|wishes)|regards|best|cheers|sincerely|yours (?:sincerely|truly|faithfully)"
    r"|all the best|take care|mit freundlichen gr(?:ü|ue)(?:ß|ss)en|(?:freundliche|viele|liebe|beste|herzliche|sonnige"
    r"|schöne) gr(?:ü|ue)(?:ß|ss)e(?: aus .{1,30})?"
    r"|(?:liebe|viele|schöne) grüße|gru(?:ß|ss)|mfg|lg|vg|hochachtungsvoll|cordialement|bien cordialement|cordiales salutations|bien à vous"
    r"|salutations distinguées|meilleures salutations|saludos(?: cordiales)?|un (?:cordial )?saludo|atentamente|cordialmente"
    r"|atenciosamente|atte"
    r"|com os melhores cumprimentos|(?:melhores )?cumprimentos|abraços|cordiali saluti|distinti saluti|saluti"
    r"|met vriendelijke groet(?:en)?|groet(?:jes)?"
    r"|med venlig hilsen|venlig hilsen|mvh|vänliga hälsningar|med vänliga hälsningar|ystävällisin terveisin|pozdrawiam|z poważaniem"
    r"|s pozdravem"
    r"|с уважением|saygılarımla|此致|敬礼|敬上|谨上|谨启|祝好|顺颂商祺|顺祝商祺|敬具|よろしくお願いいたします|감사합니다 드림)"
)
SIGNED = compiled(rf"^\s{{0,9}}{GREETING}\s{{0,9}}[,.!，。]?\s{{0,9}}(?:[/|].{{0,40}})?$", re.IGNORECASE)
# A greeting with the name in the same line ends a mail, too.
SIGNED_NAME = compiled(rf"^\s{{0,9}}{GREETING}\s{{0,9}}[,，]\s{{0,9}}[^\W\d_][\w.\-' ]{{0,40}}$", re.IGNORECASE)
DASHES = re.compile(r"^\s{0,9}(?:--|—|__)\s{0,9}$")
SENT_FROM = compiled(
    r"^\s{0,9}(?:sent from my\b|sent from (?:mail|outlook|yahoo|samsung)|get outlook for|gesendet (?:von|mit)\b|von meinem \w+ gesendet"
    r"|envoyé de(?:puis)? mon"
    r"|enviado desde mi|enviado d[oe] meu|inviato da(?:l mio)? |verzonden vanaf|skickat från min|sendt fra min|wysłane z|odesláno z"
    r"|отправлено с"
    r"|[发寄]自我的|从我的.{0,12}传送|寄自我的|iphoneから送信|나의 \w+에서 보냄)",
    re.IGNORECASE,
)
DISCLAIMER = compiled(
    r"^\s{0,9}(?:[*_]{0,9}\s{0,9}(?:disclaimer|confidentiality (?:notice|note)|caution|warning|haftungsausschluss|vertraulichkeitshinweis"
    r"|avertissement|aviso legal)\b.{0,40}[:*_]"
    r"|this (?:e-?mail|message|communication)\b.{0,60}\b(?:confidential|privileged|intended)|the (?:information"
    r"|content).{0,80}\bconfidential"
    r"|if you (?:are not|have received).{0,60}\b(?:intended recipient|in error)|diese (?:e-?mail|nachricht)\b.{0,60}\bvertraulich"
    r"|ce (?:message|courriel)\b.{0,80}\bconfidentiel|este (?:mensaje|correo|e-?mail)\b.{0,80}\bconfidencia"
    r"|esta mensagem\b.{0,80}\bconfidencia"
    r"|questo messaggio\b.{0,80}\briservat|please consider the environment|[本此](?:邮件|信件|电邮).{0,30}(?:保密|机密))",
    re.IGNORECASE,
)
# A signature is short: a word like “Best” high up in a long mail isn't one.
LONGEST_SIGNATURE = 25


def own_words(mail: str) -> str:
    """What the sender wrote himself; nothing of a mail that only quotes another one."""
    lines = mail.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_until_signature(_unquoted(lines))).strip()


def may_quote(text: str) -> bool:
    """Whether a text of several lines has anything that this module cuts; a cheap test before."""
    return "\n" in text and any(
        _begins_end(line) or QUOTED.match(line) or WROTE.search(line[-200:]) or HEADER.match(line) for line in _lines(text)
    )


def _lines(text: str) -> list[str]:
    return [line[:400] for line in text.replace("\r", "\n").split("\n")]


def _unquoted(lines: list[str]) -> list[str]:
    """The lines above what is quoted; below a quotation that was answered line by line, the answers, too."""
    kept: list[str] = []
    short = [line[:400] for line in lines]
    for position, line in enumerate(short):
        if SEPARATOR.match(line) and any(text.strip() for text in kept):
            break
        if HEADER.match(line) and position + 1 < len(short) and HEADER.match(short[position + 1]) and _is_header_block(short, position):
            break
        if _is_wrote(short, position):
            rest = [text for text in short[position + 1 :] if text.strip()]
            if not rest or not QUOTED.match(rest[0]) or all(QUOTED.match(text) for text in rest):
                break
            continue
        if position and _is_wrote(short, position - 1, joined=True):
            continue
        if not QUOTED.match(line):
            kept.append(lines[position])
    return kept


def _is_header_block(lines: list[str], position: int) -> bool:
    """Whether one of the next four lines has an address or a date, as the header of a mail has."""
    return any(DATED.search(line) for line in lines[position : position + 4])


def _is_wrote(lines: list[str], position: int, joined: bool = False) -> bool:
    """Whether a line stands above a quotation; a long one is broken in two, then both count."""
    line = lines[position]
    if not joined and len(line) < 300 and WROTE.search(line):
        return bool(DATED.search(line)) or (position > 0 and bool(DATED.search(lines[position - 1])))
    following = lines[position + 1] if position + 1 < len(lines) else ""
    if not (following and DATED.search(line) and ON.match(line)) or len(line) + len(following) >= 300:
        return False
    goes_on = not DATED.search(following) and WROTE.search(following)
    return bool(goes_on or (ADDRESS.match(following) and WROTE.search(line + following)))


def _begins_end(line: str) -> bool:
    return bool(SIGNED.match(line) or SIGNED_NAME.match(line) or DASHES.match(line) or SENT_FROM.match(line) or DISCLAIMER.match(line))


def _until_signature(lines: list[str]) -> list[str]:
    """The lines above the signature: there must be some, and what follows must be short, unless it is a disclaimer."""
    for position, line in enumerate(lines):
        short = line[:400]
        before = any(text.strip() for text in lines[:position])
        if before and _begins_end(short) and (DISCLAIMER.match(short) or len(lines) - position <= LONGEST_SIGNATURE):
            return lines[:position]
    return lines
