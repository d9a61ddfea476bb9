"""What fields and columns of logs are called, in several languages, without regard to case, blanks and underscores."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from data.both_scripts import in_both_scripts
from data.formats.fields.composed_names import is_composed

# Our names to the logs'; the first ones are the surest.
NAMES: Mapping[str, str] = {
    "dialogue": "dialogue dialogueid dialog dialogid conversationid conversation conversationuuid convid chatid chat ticketid "
    "ticketnumber ticketno ticketnr ticket callid "
    "threadid thread sessionid session caseid casenumber case requestid issueid issuekey interactionid visitid contactid roomid channelid "
    "gesprächsid gespräch gesprächsnummer unterhaltung konversation konversationsid ticketnummer vorgang vorgangsnummer fallnummer "
    "anfragenummer anfrageid sitzung "
    "conversaciónid idconversación idconversacion conversación conversacion idticket idchat númerodeticket numerodeticket nticket "
    "caso numerodecaso "
    "idconversation identifiantconversation conversationn discussion iddiscussion numérodeticket numerodeticket nodeticket "
    "idduticket dossier "
    "conversa idconversa idconversação idatendimento atendimento protocolo númerodoprotocolo chamado idchamado conversazione "
    "idconversazione numeroticket gesprek gespreksid "
    "会话id 会话编号 会话 对话id 对话编号 对话 工单id 工单编号 工单号 工单 聊天id 聊天编号 单号 会话号 會話id 對話id 案件编号 "
    "交谈编号 聊天室编号 聊天室id 聊天室 客服单号 咨询编号 咨询单号 个案编号 会話id "
    "会話 チケット番号 チケットid チケット 問い合わせ番号 お問い合わせ番号 스레드 대화id 티켓번호 "
    "номертикета тикет диалог обращение номеробращения чат konuşmaid talepno notiket nomortiket idtiket tiket percakapan idpercakapan "
    "zgłoszenie numerzgłoszenia rozmowa konwersacja wątek konverzace ärende ärendenummer samtale sagsnummer keskustelu beszélgetés "
    "ügyszám jegyazonosító conversație numărtichet tichet hộithoại mãhộithoại cuộctròchuyện mãphiếu συνομιλία αίτημα тікет "
    "номертікета звернення المحادثة رقمالمحادثة التذكرة رقمالتذكرة שיחה פנייה מספרפנייה หมายเลขตั๋ว การสนทนา id",
    "role": "role sendertype authortype fromtype usertype actortype speakerrole senderrole authorrole messagetype direction party whosaid "
    "rolle absendertyp richtung absender sprecher verfasser rol tipodeusuario tiporemitente dirección direccion remitente emisor "
    "rôle expéditeur emetteur émetteur sens auteur "
    "papel função remetente tipoderemetente ruolo mittente afzender 发送方 发送者类型 发送人类型 发送者 发送人 角色 消息来源 来源 "
    "说话人 发言人 发话者 发言者 传送者类型 传送者 传送方 寄送者 寄件者类型 身分 身份 送信者 発信者 発言者 役割 送信元 보낸사람 "
    "역할 발신자 "
    "отправитель роль gönderen pengirim peran rola nadawca odesílatel avsändare afsender avsender lähettäjä feladó küldő szerep "
    "expeditor ngườigửi vaitrò відправник αποστολέας ρόλος المرسل الدور שולח תפקיד ผู้ส่ง บทบาท प्रेषक भूमिका from sender author "
    "speaker who by inbound incoming isagent fromcustomer isstaff fromme",
    "speaker": "sendername authorname speakername fromname name nickname username displayname agentname agent user from sender "
    "author speaker who by participant fromaddress "
    "senderemail authoremail fromemail email operator createdby authorid senderid userid autor auteur autore naam absendername "
    "benutzer verfasser mitarbeiter nombre usuario agente "
    "nom utilisateur agent nome usuário atendente utente 传送者名称 寄件者名称 寄件者 发言者名称 显示名称 使用者名称 姓名 昵称 "
    "用户名 客服昵称 客服姓名 发送人昵称 名称 用户昵称 氏名 名前 "
    "担当者 이름 имя автор isim adsoyad nama namapengirim osoba imię imięinazwisko jméno namn navn nimi név nume tên họtên ім'я "
    "όνομα الاسم اسمالمرسل שם ชื่อ",
    "text": "strippedtext strippedtextreply strippedplain extractedtext "
    "text messagetext message messagebody body content messagecontent msg plainbody bodytext utterance comment commentbody "
    "reply messages cooked "
    "textbody htmlbody bodyhtml chattext contents msgtext msgbody textcontent plaintext bodyplain said line "
    "nachricht nachrichtentext inhalt mitteilung kommentar mensaje mensajes textodelmensaje texto contenido comentario cuerpo "
    "contenu texte messagetexte corps commentaire "
    "mensagem textodamensagem conteúdo conteudo comentário corpo messaggio testo contenuto bericht tekst wiadomość treść zpráva "
    "сообщение текст текстсообщения mesaj içerik metin isipesan pesan isi meddelande innehåll besked melding viesti sisältö üzenet "
    "szöveg tartalom conținut obsah tinnhắn nộidung nộidungtinnhắn повідомлення μήνυμα κείμενο الرسالة نصالرسالة رسالة النص المحتوى "
    "הודעה תוכן ข้อความ संदेश "
    "消息内容 消息 内容 聊天内容 信息内容 对话内容 发送内容 文本 文字 讯息 讯息内容 内文 留言内容 留言 对话讯息 メッセージ "
    "メッセージ内容 本文 内容文 発言 "
    "메시지 내용 본문 description value",
    "date": "date datetime timestamp time createdat created createddate sentat sent senttime messagetime messagedate creationdate "
    "creationtime createdtime createtime addedat occurredat "
    "ts when datum zeitpunkt zeitstempel datumuhrzeit datumundzeit erstelltam gesendetam gesendet fecha fechahora fechayhora "
    "fechadecreación fechadecreacion enviado "
    "dateheure dateetheure datedenvoi datedecréation datedecreation horodatage envoyéle data dataehora datahora datadecriação "
    "datadeenvio enviadaem dataeora datadiinvio "
    "时间 日期 发送时间 消息时间 创建时间 聊天时间 日期时间 传送时间 传送日期 传讯时间 建立时间 建立日期 留言时间 讯息时间 "
    "时间戳记 日時 送信日時 送信時刻 作成日時 受信日時 날짜 일시 "
    "보낸시간 시간 дата времядаты датаивремя tarih tanggal waktu dato tidspunkt päivämäärä dátum időpont dată ngày ngàygửi thờigian "
    "ημερομηνία التاريخ تاريخ תאריך วันที่ दिनांक starttime",
    "time": "time clock hour uhrzeit zeit hora heure ora tijd godzina czas čas время saat jam klockslag klokkeslæt kellonaika giờ "
    "час ώρα الوقت الساعة שעה เวลา 时刻 时间点 時刻 시각",
    "private": "private isprivate internal isinternal note isnote privat intern privado interno privé interne privato 私密 内部 "
    "是否内部 是否私密 内部备注 内部留言 public ispublic visibility",
    "product": "product productname brand item sku produkt artikel producto artículo produit produto prodotto 产品 商品 品名 产品名称 "
    "商品名称 製品 상품",
    "tags": "tags tag labels label category topic queue schlagworte kategorie thema etiquetas categoría étiquettes catégorie "
    "categoria 标签 分类 类别 タグ カテゴリ 태그",
    "rating": "rating satisfaction csat stars score bewertung valoración note évaluation avaliação valutazione 评价 评分 满意度 "
    "满意度评分 评等 評価 평점",
    "comment": "ratingcomment feedback satisfactioncomment csatcomment",
    "subject": "subject title betreff titel asunto título objet titre assunto oggetto 主题 标题 主旨 件名 タイトル 제목 тема",
    "question": "question customerquestion customermessage query request inquiry enquiry customerquery userquestion usermessage "
    "prompt input instruction frage kundenfrage anfrage kundennachricht "
    "pregunta consulta preguntadelcliente question questionduclient demande pergunta perguntadocliente domanda richiesta vraag 问题 "
    "客户问题 用户问题 客人问题 提问 咨询内容 询问内容 查询内容 来信内容 質問 問い合わせ内容 お問い合わせ内容 질문 вопрос soru",
    "answer": "answer agentanswer agentreply agentresponse response reply resolution solution answertext output completion antwort "
    "lösung kundendienstantwort agentenantwort respuesta respuestadelagente solución "
    "réponse reponse réponsedelagent solution resposta respostadoatendente solução risposta antwoord oplossing 回答 答案 客服回复 "
    "回复内容 回复 答复 解决方案 客服回应 回应内容 店家回复 回答内容 対応内容 返信 답변 ответ cevap yanıt",
    "transcript": "transcript chattranscript conversationtranscript transcription chatlog log conversationtext fulltext "
    "fullconversation chathistory conversationhistory history messages dialog "
    "verlauf gesprächsverlauf chatverlauf transkript protokoll transcripción transcripcion historial conversacióncompleta "
    "transcriptiondelaconversation historique transcrição transcricao histórico "
    "trascrizione cronologia 聊天记录 对话记录 会话记录 会话内容 聊天详情 对话详情 沟通记录 聊天纪录 对话纪录 会话纪录 对话内容 "
    "会話履歴 会話内容 "
    "チャット履歴 대화내역 대화내용 переписка",
}  # fmt: skip


def folded_name(name: object) -> str:
    """A column's name without case, width, blanks and signs: “Ticket ID” and “ticket_id” are one."""
    return _folded(str(name))


@lru_cache(maxsize=1_000)  # each object of a log has the same names
def _folded(name: str) -> str:
    return folded_cell(name)


def folded_cell(name: str) -> str:
    """What may be a column's name, folded as one; it isn't remembered."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())


RANKED: Mapping[str, Mapping[str, int]] = {
    field: {folded_name(form): rank for rank, name in reversed(list(enumerate(names.split()))) for form in in_both_scripts((name,))}
    for field, names in NAMES.items()
}
# What stands before a column's own name: “History - Author”, “Messages/Author” (Odoo), “Von: (Name)” (Outlook).
QUALIFIED = re.compile(r"^.{1,40}?(?:\s[-–/>]\s|:\s|(?<=\w)(?:/|::|->)(?=\w))")
# Of a name that is put together of known words (`composed_names`), less sure than all that are known as they stand.
COMPOSED_RANK = 400
EMPTY = frozenset({None, ""})


def rank(field: str, name: str) -> int | None:
    """How sure it is that a column of this name is a field of ours: 0 is the surest; none if the name isn't known for it.

    “History - Author” is an author: what stands before says whose.
    """
    found = _rank(field, folded_name(name))
    if found is None and (last := QUALIFIED.sub("", name)) != name and (found := _rank(field, folded_name(last))) is not None:
        return found + len(RANKED[field])
    return found


def _rank(field: str, folded: str) -> int | None:
    found = RANKED[field].get(folded)
    return COMPOSED_RANK if found is None and is_composed(field, folded) else found


def pick(value: Mapping[str, object], field: str) -> object:
    """The entry of an object whose name is the surest for a field of ours; none if there is none."""
    names = RANKED[field]
    found = [
        (names[name], entry)
        for key, entry in value.items()
        if (name := folded_name(key)) in names and (isinstance(entry, (dict, list)) or entry not in EMPTY)
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None
