"""Which role a word in a log stands for, in the languages of desks: “Kunde”, “坐席”, “AgentBot”, “private note”."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise

from data.both_scripts import in_both_scripts
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM, Role

WORDS: Mapping[Role, str] = {
    NOTE: "note notes internal private privatenote internalnote comment_private notiz interne intern privat nota interna privada privado "
    "privée privé opmerking notitie anmerkung vermerk catatan poznámka megjegyzés anteckning notat muistiinpano ghichú заметка примітка "
    "σημείωση ملاحظة הערה 备注 内部 内部备注 内部讯息 便签 メモ 内部メモ 메모",
    SYSTEM: "system sys controller action event activity notification log audit workflow automation trigger info server service_message "
    "systemnachricht sistema système systeem systém sistem rendszer järjestelmä hệthống система событие σύστημα النظام מערכת ระบบ "
    "सिस्टम sistemmesajı pesansistem rendszerüzenet systemmeddelande systemmelding "
    "系统 系统消息 系统讯息 系统通知 系统提示 事件 通知 システム 시스템 "
    "status timeline rule macro",
    BOT: "応答メッセージ あいさつメッセージ 自動応答 自動応答メッセージ 自動返信 自動メッセージ 欢迎语 自动欢迎语 自動回覆 자동응답 "
    "자동답변 자동메시지 autoresponse respuestaautomática respostaautomática réponseautomatique automatischeantwort greetingmessage "
    "店小蜜 阿里小蜜 京小智 飞鸽机器人 智能机器人 机器人客服 "
    "bot chatbot robot auto automated agentbot agent_bot botagent bot_agent virtualagent virtualassistant assistant autoresponder "
    "autoreply answerbot "
    "answer_bot flow acd ivr botflow welcomebot "
    "fin automat bots roboter trợlýảo بوت בוט บอท बॉट bот бот робот ai 机器人 聊天机器人 智能客服 智慧客服 智能助手 小助手 自动回复 "
    "自动回应 自动回应讯息 AI客服 ボット チャットボット 챗봇 봇",
    AGENT: "agent agents support supporter operator operators staff kefu cs mall_cs admin administrator representative rep "
    "employee advisor adviser "
    "consultant teammate team_member member_of_staff helpdesk desk service care team outbound outgoing out sent seller merchant "
    "vendor shop "
    "store company business us owner me assignee responder mitarbeiter mitarbeiterin kundendienst kundenservice kundenbetreuer betreuer "
    "berater beraterin sachbearbeiter bearbeiter verkäufer händler firma wir ausgehend agente agentes soporte operador operadora asesor "
    "asesora empleado empleada vendedor tienda atención saliente atendente suporte funcionário atendimento loja conseiller conseillère "
    "opérateur opératrice employé vendeur boutique assistance sortant agenti operatore operatrice assistenza venditore addetto medewerker "
    "klantenservice verkoper winkel konsultant pracownik obsługa sprzedawca obsluha оператор агент сотрудник поддержка менеджер продавец "
    "консультант temsilci destek müşteritemsilcisi satıcı operatör medarbejder kundeservice kundtjänst handläggare medarbetare säljare "
    "sælger selger asiakaspalvelu asiakaspalvelija myyjä operátor operátorka prodejce prodavač podpora doradca konsultantka "
    "ügyfélszolgálat ügyintéző eladó operátor angajat vânzător suport podrška petugas penjual layananpelanggan nhânviên tưvấnviên "
    "cửahàng cskh nhânviênchămsóckháchhàng tổngđàichămsóckháchhàng trungtâmchămsóckháchhàng บริการลูกค้า ฝ่ายบริการลูกค้า ग्राहकसेवा ग्राहकसहायता "
    "підтримка продавець υπάλληλος εκπρόσωπος الموظف موظف البائع خدمةالعملاء נציג נציגה พนักงาน เจ้าหน้าที่ ร้านค้า एजेंट "
    "客服 人工客服 坐席 座席 员工 "
    "客服专员 专员 真人客服 真人 小编 店长 店铺 官方账号 人工 商家 卖家 店家 接待 顾问 客服人员 担当 担当者 オペレーター "
    "スタッフ サポート 店舗 送信  상담원 상담사 판매자 직원",
    CUSTOMER: "customer customers user users enduser end_user client clients visitor visitors contact requester caller consumer buyer "
    "shopper guest inbound incoming in received lead sender_customer subscriber passenger patient kunde kundin kunden käufer käuferin "
    "besucher besucherin anfragender nutzer benutzer gast eingehend cliente clientes usuario usuaria comprador compradora visitante "
    "entrante usuário utilizador utilizadora acheteur acheteuse utilisateur utilisatrice visiteur visiteuse entrant utente acquirente "
    "visitatore klant gebruiker bezoeker koper klient klientka kupujący zákazník клиент покупатель пользователь посетитель заказчик "
    "müşteri ziyaretçi kullanıcı misafir kund kunden kunder användare besökare bruger besøgende asiakas käyttäjä kävijä ügyfél vásárló "
    "látogató felhasználó klientă client cumpărător vizitator utilizator zákaznice návštěvník uživatel kupac korisnik klijent "
    "użytkownik gość pelanggan pembeli konsumen nasabah kháchhàng khách клиентка гость клієнт покупець πελάτης العميل عميل الزبون "
    "לקוח לקוחה ลูกค้า ग्राहक ospite invitado invitada convidado convidada invité invitée gäst gæst tamu anonymous anonym anonyme anonimo "
    "anónimo anônimo аноним 匿名 匿名用户 ゲスト 客户 顾客 用户 用家 使用者 消费者 客人 买家 买方 访客 会员 "
    "用户方 粉丝 好友 联系人 聊天对象 会话对象 对方 "
    "受信 お客様 お客さま 顧客様 ユーザー ユーザ 利用者 購入者 고객 사용자 구매자",
}
# Of several words in a name, these decide before those below: a “customer support bot” is a bot.
STRONGEST: tuple[Role, ...] = (NOTE, BOT, SYSTEM, AGENT, CUSTOMER)
CHINESE_PARTS: Mapping[Role, str] = {
    NOTE: "备注 内部",
    BOT: "机器人 智能 智慧客服 自动 助手",
    SYSTEM: "系统",
    AGENT: "客户服务 客户支持 客户关怀 用户服务 用户支持 会员服务 客服 坐席 座席 人工 专员 小编 店家 商家 卖家",
    CUSTOMER: "客户 顾客 用户 使用者 访客 买家 会员 客人",
}
PARTS: Mapping[str, Role] = {part: role for role, parts in CHINESE_PARTS.items() for part in in_both_scripts(parts.split())}
# May stand for a person or a program: a map of the roles may say which.
EITHER = frozenset({"assistant", "ai", "automat", "info", "service", "private", "intern", "internal"})
MOST_WORDS = 4
PART = re.compile(r"[^\W\d_]+", re.UNICODE)
# Where several words name somebody, these may be a company's, “Sistem Destek”, “Rendszer Kft”: they stand for a program alone only.
ALONE = frozenset("sistem rendszer järjestelmä σύστημα النظام מערכת ระบบ".split())
# What is done for customers: beside a word for these it names who does it, “Layanan Konsumen”, “Client Services”, as do houses for guests.
DONE_FOR_CUSTOMERS = frozenset(
    "services success relations center centre helpline hotline betreuung dienst hilfe servicio servicios ayuda atencion centro relaciones "
    "relation aide servizio servizi supporto serviço serviços apoio ajuda central obsługi biuro dział serwis pomoc wsparcie servis služba "
    "služby péče linka oddělení centar usluge pomoć служба сервис отдел забота поддержки центр сервіс відділ турбота підтримки hizmetleri "
    "hizmeti hizmet servisi ilişkileri desteği merkezi tjänst tjeneste senter palvelu tuki szolgálat támogatás kapcsolat serviciu "
    "serviciul servicii relații asistență layanan pelayanan dukungan khidmat perkhidmatan bantuan pusat chăm sóc hỗ trợ dịch vụ vấn phận "
    "sạn hotel hotell otel hostel house evi pansiyon wisma εξυπηρέτηση υποστήριξη خدمة دعم مركز رعاية שירות תמיכת מוקד".split()
)
# A word for what is automatic beside one for an assistant is a program: “assistente automatico”, “Virtual Agent”. A “Virtual Sales Team” is
# none, nor is a “Virtual Advisor”, who sits elsewhere.
AUTOMATIC = frozenset(
    "automatic automatico automatica automático automática automatique automatisch automatische automatischer automatisk automatiskt "
    "automatyczny automatyczna automatický automatická otomatik otomatis автоматический автоматичний virtual virtuale virtuel virtuelle "
    "virtuell virtueller virtuele virtuální wirtualny wirtualna sanal виртуальный виртуальная віртуальний virtuaalinen".split()
)
ASSISTANTS = frozenset(
    "assistant assistante assistent assistentin assistente asistente asistent asistan asisten asystent asystentka ассистент помощник "
    "помощница помічник avustaja agent agente агент".split()
)
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _plain(word: str) -> str:
    """The letters of a word, in small ones; the marks between them of Thai or Hindi are none."""
    return "".join(PART.findall(unicodedata.normalize("NFKC", word))).casefold()


ROLE_OF: Mapping[str, Role] = {_plain(word): role for role, words in WORDS.items() for word in in_both_scripts(words.split())}


def role_of(word: str) -> Role | None:
    """The role that a word, or a name of a few words, stands for; none if it could be anybody's name."""
    word = unicodedata.normalize("NFKC", word).strip()
    if not word or len(word) > 60:
        return None
    plain = _plain(word)
    if plain in ROLE_OF:
        return ROLE_OF[plain]
    parts = [part.replace("İ", "i").casefold() for part in PART.findall(CAMEL.sub(" ", word))]
    if len(parts) <= MOST_WORDS:
        read = {part: ROLE_OF[part] for part in parts if part in ROLE_OF and len(part) > 2 and part not in ALONE}
        if _is_automatic(parts) and all(part in ASSISTANTS for part, role in read.items() if role == AGENT):
            return BOT
        said = set(read.values())
        if said == {CUSTOMER} and not DONE_FOR_CUSTOMERS.isdisjoint(parts):
            return AGENT
        for role in STRONGEST:
            if role in said:
                return role
    return next((role for part, role in PARTS.items() if part in word), None) if len(word) <= 12 else None


def _is_automatic(parts: Sequence[str]) -> bool:
    """Whether a word for what is automatic stands beside one for an assistant, in either order."""
    return any(not AUTOMATIC.isdisjoint(pair) and not ASSISTANTS.isdisjoint(pair) for pair in pairwise(parts))


def is_fixed(word: str) -> bool:
    """Whether a word says for certain that it was no person of the company: no map makes an agent of it."""
    return role_of(word) in (NOTE, SYSTEM, BOT) and word.strip().casefold() not in EITHER
