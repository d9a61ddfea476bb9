"""Words that stand for one side of a conversation alone, even where they stand as somebody's name or beside one.

`data.formats.fields.role_words` knows many more, of columns that hold nothing else. Elsewhere those may say something else: a “user” may be
the desk's, a “contact” is who should be asked, and Fin or Ai is what somebody is called.
"""

import unicodedata
from collections.abc import Mapping

from data.both_scripts import in_both_scripts
from data.records import AGENT, BOT, CUSTOMER, SYSTEM, Role

WORDS: Mapping[Role, str] = {
    SYSTEM: "system sistema système systeem systém sistem rendszer järjestelmä система 系统 システム 시스템",
    AGENT: "agent agente operator operatore operatrice operador operadora opérateur opératrice operatör operátor operátorka representative "
    "advisor adviser mitarbeiter mitarbeiterin kundenbetreuer kundenbetreuerin berater beraterin sachbearbeiter sachbearbeiterin asesor "
    "asesora atendente conseiller conseillère addetto addetta medewerker konsultant konsultantka doradca pracownik оператор агент "
    "сотрудник консультант temsilci medarbejder medarbetare handläggare asiakaspalvelija ügyintéző petugas 客服 坐席 座席 "
    "オペレーター 상담원",
    BOT: "bot chatbot бот 机器人",
    CUSTOMER: "customer visitor guest client kunde kundin besucher besucherin gast cliente visitante visitatore visitatrice ospite "
    "invitado invitada convidado convidada visiteur visiteuse klant bezoeker klient klientka gość zákazník zákaznice клиент посетитель "
    "гость клієнт müşteri ziyaretçi misafir kund besökare gäst asiakas ügyfél pelanggan khách 客户 顾客 访客 お客様 고객",
}
ROLE_OF: Mapping[str, Role] = {word: role for role, words in WORDS.items() for word in in_both_scripts(words.split())}


def side_of(word: str) -> Role | None:
    """The role that one word stands for, whatever is written beside it; none if it could mean anything else."""
    return ROLE_OF.get(unicodedata.normalize("NFKC", word).casefold())
