"""Names of fields that are put together: a conversation and its number, a sender and what sort of one, a message and its text, in the
languages of desks: “Gesprächsnr.”, “Número de la consulta”, “送信者タイプ”, “消息正文”.
"""

import re
from functools import lru_cache

from data.both_scripts import compiled

CONVERSATION = (
    r"conversations?|conv|chats?|tickets?|cases?|threads?|sessions?|dialog(?:ue|o)?s?|interactions?|inquiry|enquiry|requests?"
    r"|issues?|incidents?"
    r"|gesprächs?|unterhaltungs?|konversations?|vorgangs?|fall|anfragen?|sitzungs?|chatverlaufs?|kontakt|mailverlauf"
    r"|conversaci[oó]n|casos?|consultas?|incidencias?|reclamos?|conversas?|atendimentos?|chamados?|protocolos?|solicita(?:ção|cao"
    r"|ción|cion)"
    r"|discussions?|échanges?|echanges?|demandes?|dossiers?|conversazion[ei]|richiest[ae]|segnalazion[ei]|gespreks?|zaak|meldings?"
    r"|verzoek"
    r"|zgłoszeni[ae]|rozmow[ay]|konwersacj[ai]|wątk?ek?u?|sprawy?|konverzac[ei]|požadav(?:ek|ku)|samtale|ärende|sak|keskustelu"
    r"|tik(?:et|etu|eta)|požadavku|konverzace|případu|percakapan|tichet(?:ului)?|conversației|hộithoại|phiếu|razgovora|συνομιλίας|αιτήματος"
    r"|(?:ال)?(?:تذكرة|محادثة)|тікета?|звернення|розмови"
    r"|тикета?|диалога?|чата?|беседы|обращени[ея]|заявк[аи]|разговора?|sohbet|görüşme|konuşma|talep|başvuru"
    r"|会话|對話|对话|會話|工单|聊天|咨询|諮詢|接待|服务单|会話|チケット|お?問い?合わ?せ|案件|トーク|対話|대화|상담|티켓|문의|채팅"
)
NUMBER = (
    r"ids?|uid|uuid|guid|nr|no|num|number|nummer|n[uú]mero|numer|key|ref|reference|code|c[oó]digo|kennung|schlüssel|kennzeichen"
    r"|číslo|номер|№|numarası|no"
    r"|编号|編號|号码|序号|流水号|单号|号|號|番号|ナンバー|コード|번호|아이디|코드"
)
BEFORE = (
    r"ids?|nr|no|n|n[uú]m(?:ero)?|numéro|num|numer|c[oó]digo|code|номер|identifiant|identificador|identificativo|référence|referencia"
    r"|číslo|nomor|mã|số|broj|numărul?|αριθμός|رقم"
)
OF = r"(?:de|do|da|del|dela|du|des|della|di|van|of|der|des|л)?(?:la|le|el|l|il|los|las)?"
SENDER = (
    r"sender|author|from|actor|participant|speaker|writer|creator|poster|absender|autor|verfasser|sprecher|schreiber|remitente"
    r"|emisor|autor"
    r"|expéditeur|expediteur|émetteur|auteur|remetente|mittente|autore|afzender|verzender|nadawc[ay]|odesílatele?|отправител[ья]"
    r"|автора?|gönderen|avsändare"
    r"|[发传寄]送(?:方|者|人)|寄件[者人]|发[言话]者|发言(?:方|者|人)|说话(?:方|者|人)|消息(?:方|发送方)|送信者|送信元|発信者|発言者|投稿者|話者"
    r"|발신자|보낸사람|작성자|발송자"
)
SORT = (
    r"types?|typ|tipo|role|rolle|rol|rôle|papel|ruolo|kind|art|side|category|rolü?|роль|тип|ролі|类型|類型|角色|身份|类别|种类|属性"
    r"|タイプ|種別|種類|区分|役割"
    r"|유형|구분|역할|종류"
)
CALLED = (
    r"(?:full|display)?names?|nom|nombre|nome|naam|nazwa|imię|jméno|namn|имя|adı|ismi"
    r"|名|名字|姓名|昵称|暱稱|名称|名稱|氏名|ニックネーム|表示名|이름|닉네임|성명"
)
MESSAGE = (
    r"messages?|msg|chat|reply|replies|comments?|posts?|mail|e?mail|nachrichten?|mitteilungs?|kommentar|mensajes?|mensagem|mensagens"
    r"|messaggi[oi]?|berichts?"
    r"|wiadomoś(?:ć|ci)|zpráv[ay]|сообщени[яе]|mesaj|消息|信息|訊息|聊天|发送|發送|对话|對話|会话|回复|讯息|留言|メッセージ|発言|会話"
    r"|トーク|投稿|메시지|대화|채팅|발화"
)
CONTENT = (
    r"text|texts|content|contents|body|inhalt|texto|contenido|conteúdo|conteudo|contenu|texte|corps|corpo|testo|contenuto|inhoud"
    r"|tekst|treść|текст|metni"
    r"|içeriği|内容|內容|正文|文本|全文|详情|本文|テキスト|내용|본문|텍스트"
)
SENT = (
    r"sent|send|sending|messages?|msg|chat|post(?:ed)?|creat(?:ed|ion)|receiv(?:ed|al)|entry|gesendet|versand|sende|nachrichten?"
    r"|erstellungs?|eingangs?|empfangs?"
    r"|envoi|envoyé|création|réception|env[ií]o|creaci[oó]n|recepci[oó]n|mensaje|mensagem|cria[cç][aã]o|invio|creazione|verzend"
    r"|wysłania|utworzenia|отправки"
    r"|создания|сообщения|gönderme|gönderim|发送|發送|消息|聊天|会话|对话|创建|建立|回复|留言|接收|记录|送信|受信|作成|投稿|発言"
    r"|会話|발송|전송|작성|보낸|대화|생성"
)
DAY = (
    r"dates?|datetime|day|at|on|am|datum|tag|timestamp|zeitpunkt|zeitstempel|fecha|data"
    r"|dato|дата|tarihi?|日|日付|日期|日時|时间|時間|年月日|날짜|일시|일자|일"
)
CLOCK = r"times?|clock|uhrzeit|zeit|hora|heure|ora|tijd|godzina|czas|время|saati?|时刻|時刻|시각|시간"


def _put_together(first: str, second: str, before: str = "") -> re.Pattern[str]:
    """A name of two parts, in one order or the other: “sender type”, “tipo de remitente”."""
    turned = before or second
    return compiled(rf"(?:(?:{first})(?:s|の|的)?(?:{second})|(?:{turned}){OF}(?:{first})s?)")


COMPOSED = {
    "dialogue": _put_together(CONVERSATION, NUMBER, BEFORE),
    "role": compiled(rf"(?:{_put_together(SENDER, SORT).pattern}|(?:{MESSAGE})(?:s|の|的)?(?:{SENDER}))"),
    "speaker": _put_together(SENDER, CALLED),
    "text": _put_together(MESSAGE, CONTENT),
    "date": _put_together(SENT, DAY),
    "time": _put_together(SENT, CLOCK),
}
# Longer names are none of two parts.
LONGEST = 40


@lru_cache(maxsize=16_384)
def is_composed(field: str, folded: str) -> bool:
    """Whether a (folded) name is put together of words that say that it is this field of ours."""
    pattern = COMPOSED.get(field)
    return pattern is not None and len(folded) <= LONGEST and pattern.fullmatch(folded) is not None
