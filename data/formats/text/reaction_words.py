"""Lines that stand for a sign which somebody put on a message: “Reacted 👍 to your message”, “Loved “See you””. Nobody wrote them."""

import re

from data.both_scripts import compiled

# What was put on a message: a sign or two, in quotation marks perhaps, and no words; and who put it there.
SIGN = r"[\"'“”„«»「」]?[^\w\s]{1,12}[\"'“”„«»「」]?"
WHO = r"(?:[^\W\d_][\w.'’-]{0,30} ){0,3}"
REACTION = compiled(
    rf"^\W{{0,4}}(?:{WHO}(?:reacted (?:with )?{SIGN} to (?:your|a|the|this|his|her|their) message"
    rf"|reacted to (?:your|a|the) message(?: with {SIGN})?|liked (?:your|a) message"
    rf"|a (?:réagi(?: avec)? {SIGN} à|aimé) (?:votre|ton|un) message"
    rf"|hat (?:mit )?{SIGN} auf (?:deine|ihre|eine) nachricht reagiert|hat auf (?:deine|ihre|eine) nachricht mit {SIGN} reagiert"
    rf"|reaccionó (?:con )?{SIGN} a (?:tu|su|un) mensaje|reagiu (?:com )?{SIGN} (?:à|a) (?:(?:su|tu)a |uma )?mensagem"
    rf"|ha reagito (?:con )?{SIGN} al (?:tuo|suo) messaggio|heeft (?:met )?{SIGN} gereageerd op (?:je|uw) bericht"
    rf"|reageerde (?:met )?{SIGN} op (?:je|uw) bericht|zareagował(?:\(a\)|a)? {SIGN} na (?:twoją|tę) wiadomość"
    rf"|отреагировала?(?:\(а\))? {SIGN} на (?:ваше|это) сообщение)"
    rf"|[^\n]{{0,20}}[对對][你您]的[消讯訊]息[^\n]{{0,6}}{SIGN}|[^\n]{{0,20}}メッセージに{SIGN}(?:で|と)リアクションしました"
    # As telephones write it to those who have another make: with the message, or what was sent.
    r"|(?:liked|loved|laughed at|emphasi[sz]ed|disliked|questioned) (?:[“\"].{1,400}[”\"]|an? (?:image|photo|video|attachment)))\W{0,4}$",
    re.IGNORECASE,
)
LONGEST = 420


def is_reaction(text: str) -> bool:
    """Whether a text only says that somebody put a sign on a message."""
    return len(text) <= LONGEST and "\n" not in text and REACTION.match(text) is not None
