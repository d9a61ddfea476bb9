"""Mails that no customer got and that no agent answered: drafts, spam and what was thrown away, by the headers of those who keep mails."""

from email.message import EmailMessage

from data.formats.text.mail_parts import header

# Gmail's labels, in the language of the account.
DRAFTS = (
    "draft drafts entwürfe entwurf borradores borrador brouillons brouillon rascunhos rascunho bozze bozza concepten kladder utkast "
    "luonnokset szkice koncepty черновики чернетки taslaklar 草稿 下書き 임시보관함 المسودات draf thư|nháp ร่างจดหมาย ड्राफ़्ट"
)
SPAM = "spam spamverdacht спам 垃圾邮件 垃圾郵件 迷惑メール 스팸함 الرسائل|غير|المرغوب|فيها thư|rác จดหมายขยะ स्पैम"
TRASH = (
    "trash bin papierkorb papelera corbeille lixeira lixo cestino prullenbak papirkurv papperskorgen roskakori kosz koš корзина кошик "
    "çöp|kutusu çöp 回收站 已删除邮件 垃圾桶 ゴミ箱 휴지통 المهملات sampah thùng|rác ถังขยะ ट्रैश"
)
LABELS = frozenset(label.replace("|", " ") for labels in (DRAFTS, SPAM, TRASH) for label in labels.split())
# Other programs' marks, and what they begin with: Thunderbird's, which may say anything, and Outlook's for a draft; those of filters.
MARKS = {"x-mozilla-draft-info": "", "x-unsent": "1", "x-spam-flag": "yes"}


def is_thrown_away(mail: EmailMessage) -> bool:
    """Whether a mail is a draft, spam, or in the trash."""
    labels = (label.strip(' "').casefold() for label in header(mail, "x-gmail-labels").split(","))
    marks = ((header(mail, name).strip().casefold(), begin) for name, begin in MARKS.items())
    return not LABELS.isdisjoint(labels) or any(mark and mark.startswith(begin) for mark, begin in marks)
