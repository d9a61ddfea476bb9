"""How the lines of a conversation are written that was saved as text: those of messages, and those that stand between conversations."""

import re

from data.both_scripts import compiled

MONTH = r"[^\W\d_]{3,12}\.?"
DAY = (
    r"(?:\d{4}\s?[-./年년]\s?\d{1,2}\s?[-./月월]\s?\d{1,2}[日일]?|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{1,2}月\d{1,2}日"
    rf"|\d{{1,2}}\.? {MONTH},? \d{{4}}|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
HALF = r"(?:上午|下午|凌晨|早上|中午|晚上|午前|午後|오전|오후)"
CLOCK = (
    rf"(?:{HALF}\s?)?\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}}(?:[.,]\d{{1,6}})?)?(?:\s?[AaPp]\.?\s?[Mm]\b\.?)?"
    r"(?![:：]?\d)(?:\s?(?:UTC|GMT|Z|Uhr)\b)?(?:\s?[+-]\d{2}:?\d{2})?"
)
DAYTIME = rf"{DAY}(?:[,，、]?\s?T?\s?(?:[^\W\d_]{{1,4}}\s)?{CLOCK})"
WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s)?"
STAMP = rf"(?:{WEEKDAY}{DAY}(?:[,，、]?\s?T?\s?(?:[^\W\d_]{{1,4}}\s)?{CLOCK})?|{CLOCK}(?:\s{DAY})?)"
WHO = r"(?:[^\W\d_][^:：\[\]【】‹›{}<>|\t\n]{0,48}?|\+\d[\d ()-]{6,20}\d)"
# An account of a shop's, of which several work with it: “店铺:小雅”.
OF_SHOP = rf"{WHO}(?:[:：](?=[^\s:：])[^\s:：\[\]【】<>|]{{1,24}})?"
NUMBER = r"(?:\s?[(（<\[【‹{]\s?(?P<about>[^()（）<>\[\]【】‹›{}]{1,60})[)）>\]】›}])?"
SPACE = r"[ \t\u3000\u200e\u200f]{0,4}"
# What somebody is stands before the name: “【客户】王先生：”, “[Agent] Ines:”.
LABEL_FIRST = (
    rf"^{SPACE}[\[(（<]?(?P<time>{STAMP})[\])）>]?{SPACE}[-–—|,，]?{SPACE}[\[(（<【]{SPACE}(?P<about>[^\W\d_][^\[\]()（）<>【】:：\n]{{0,19}}?)"
    rf"{SPACE}[\])）>】]{SPACE}[-–—]?{SPACE}(?P<who>[^:：\[\]【】<>|\t\n]{{0,48}}?){SPACE}[:：]\s?(?P<text>\S.*)$"
)
# With the text in the same line, then with the text in the lines below; the surest first.
PATTERNS = tuple(
    compiled(pattern)
    for pattern in (
        rf"^{SPACE}(?P<time>{STAMP})\t(?P<who>[^\t\n]{{0,60}})\t(?P<text>.*)$",
        rf"^{SPACE}\[(?P<who>[^\[\]\t\n]{{1,40}})\]{SPACE}\[(?P<time>{STAMP})\]{SPACE}(?P<text>\S.*)$",
        rf"^{SPACE}[\[(（<]?(?P<time>{STAMP})[\])）>]?{SPACE}<[@+%&~ ]?(?P<who>[^<>\s]{{1,40}})>\s(?P<text>\S.*)$",
        LABEL_FIRST,
        rf"^{SPACE}[\[(（<]?(?P<time>{STAMP})[\])）>]?{SPACE}[-–—|,，]?{SPACE}(?P<who>{WHO}){NUMBER}{SPACE}[:：|>]\s?(?P<text>\S.*)$",
        rf"^{SPACE}(?P<who>{WHO}){NUMBER}{SPACE}[:：]?{SPACE}[\[(（<]?{SPACE}(?P<time>{STAMP}){SPACE}[\])）>]?{SPACE}[:：>"
        rf"|-]{SPACE}(?P<text>\S.*)$",
        rf"^{SPACE}\({SPACE}(?:\d+\s?[hd]\s?)?(?:\d+\s?m\s?)?\d+\s?s{SPACE}\){SPACE}(?P<who>{WHO}){NUMBER}{SPACE}[:：]\s?(?P<text>\S.*)$",
        rf"^{SPACE}[\[(（]?(?P<time>{STAMP})[\])）]?{SPACE}[-–—|]?{SPACE}(?P<who>{WHO}){NUMBER}{SPACE}[:：]?{SPACE}$",
        rf"^{SPACE}(?P<who>{WHO}){NUMBER}{SPACE}[-–—|,，]?{SPACE}[\[(（]?(?P<time>{STAMP})[\])）]?{SPACE}[:：]?{SPACE}$",
        rf"^{SPACE}(?P<who>{OF_SHOP}){SPACE}[\[(（]?(?P<time>{DAYTIME})[\])）]?{SPACE}$",
        rf"^{SPACE}(?P<who>[^\W\d_][^\[\]【】()（）<>"
        rf"|\t\n]{{0,60}}?){SPACE}[(（\[]{SPACE}(?P<time>{STAMP}){SPACE}[)）\]]{SPACE}[:：]?{SPACE}$",
        rf"^{SPACE}(?P<who>{WHO}){NUMBER}{SPACE}[:：]{SPACE}$",
        rf"^{SPACE}(?P<who>{WHO}){NUMBER}{SPACE}[:：>]\s{{0,3}}(?P<text>\S.*)$",
    )
)
NAMES_ALONE = PATTERNS[-2:]
LABELLED = PATTERNS[3]
# Whom the messages below are with, where a line says so.
PARTNER = compiled(
    r"(?:消息|聊天|会话|对话)(?:对象|對象)|(?:chat|conversation) partner|gesprächspartner|interlocut(?:eur|or)", re.IGNORECASE
)
SEPARATOR = re.compile(r"^\s*(?:[=\-_*#~─—]\s?){4,}\s*$")
ABOUT = re.compile(r"^\s*\W{0,3}(?P<name>[^\W\d_][\w .\-/]{0,30}?)\s*[:：#=]\s*(?P<value>\S.{0,120})$")
# A conversation's number above it: “Interaction 5001”, “=== Chat #12 ===”; in the midst of a message only with a mark: “call 0800 1234567”.
HEADED = compiled(
    r"^[\s=#*_-]{0,9}(?:conversation|interaction|chat|ticket|case|session|call(?=\s?(?:id|no|nr|number|[#:：]))|dialog(?:ue)?"
    r"|gespräch|vorgang|conversación|会话|对话|工单)"
    r"(?:\s(?:transcript|log|history))?\s?(?:id|no\.?|nr\.?|number)?\s?[#:：]?\s?(?P<id>[\w-]{0,40}\d[\w-]{0,40})"
    rf"(?:[\s,–—-]{{1,3}}(?:[^\W\d_]{{1,6}}\s)?(?P<day>{DAY})(?:\D.{{0,20}})?)?[\s=#*_-]{{0,9}}$",
    re.IGNORECASE,
)
# Whom a conversation is with, above it.
WITH = compiled(
    r"^(?P<mark>\W{0,40})(?:\w{1,12} )?(?:conversation|chat|dialog(?:ue)?|transcript|gespräch|unterhaltung|conversación|conversa"
    r"|discussion|rozmowa|чат|переписка)"
    r" (?:with|mit|avec|con|com|met|z|с) (?P<who>\S.{0,48}?)\W{0,40}$"
    r"|^(?P<mark2>\W{0,40})[与和與]\s?(?P<who2>\S.{0,40}?)\s?的(?:聊天|对话|会话|對話)(?:记录|紀錄)\W{0,40}$"
    r"|^\W{0,9}(?P<who3>\S.{0,40}?)\s?(?:님과의? (?:카카오톡 )?대화|とのトーク(?:履歴)?)\W{0,9}$",
    re.IGNORECASE,
)
MARKED = re.compile(r"[#=]|[:：]\s")
DATE_LINE = re.compile(rf"^\W{{0,40}}{WEEKDAY}(?P<day>{DAY})(?:\s?[(（]?[^\W\d_]{{1,12}}[)）]?)?\W{{0,40}}$")
# A day and a time at the begin of a line that names nobody: an event of the desk, or a note in a form that isn't known.
MOMENT = rf"{WEEKDAY}{DAYTIME}"
STAMPED = compiled(rf"^{SPACE}(?:[\[(（<【]{STAMP}[\])）>】]|[\[(（<【]?(?:{MOMENT}|{CLOCK}\s{DAY}))")
# The same at the end of a line, where names stand before the time: “Kim joined the chat (2026-03-02 09:17)”.
STAMPED_LAST = compiled(rf"[\[(（<【]{SPACE}{MOMENT}{SPACE}[\])）>】]\W{{0,3}}$")
TIME_FIRST = compiled(rf"^{SPACE}[\[(（<]?(?:{STAMP})")
# What stands above a conversation besides its id and day.
BESIDE = compiled(
    r"^(?:start(?:ed)?|begun|ended?|opened|closed|duration|visitor|customer|client|agents?|operator|e-?mail|name|phone|ip|country"
    r"|location|page|url|browser"
    r"|department|channel|queue|status|rating|subject|participants?|messages|kunde|beginn|ende|dauer|betreff|开始时间|结束时间|访客"
    r"|客服|消息分组"
    r"|消息对象|saved on|[保储]存日期|保存日時)\b",
    re.IGNORECASE,
)
# Between messages, without a time: who came, who went, and what the customer thought of it.
CAME = (
    r"(?:has )?(?:joined|entered|connected)|ist (?:dem chat )?beigetreten|a rejoint|se (?:ha )?unió|entrou|加入了?|进入了?|が参加しました"
)
WENT = (
    r"(?:has )?(?:left|ended|closed|disconnected)|(?:was|got) disconnected|hat (?:den chat )?(?:verlassen|beendet)|a (?:quitté|terminé)"
    r"|(?:ha )?(?:salido|abandonó|finalizó)|saiu|encerrou|离开了?|退出了?|結束了?|结束了?|が退出しました"
)
MET = compiled(
    rf"^\W{{0,4}}(?P<who>\S.{{0,48}}?)\s?(?:(?P<came>{CAME})|(?P<went>{WENT}))"
    r"(?P<chat>\s?(?:the |den |dem |la |le |el |o |à la |al |da )?(?:live )?(?:chat|conversation|session|room|gespräch|unterhaltung"
    r"|conversación|discussion|conversa|会话|對話|对话|聊天))?\W{0,4}$",
    re.IGNORECASE,
)
RATED = compiled(
    r"^\W{0,4}(?:(?:chat |customer )?(?:rating|satisfaction|csat|feedback)|bewertung|valoración|calificación|évaluation"
    r"|avaliação|评价|评分|満足度|满意度)"
    r"\s?[:：]\s?(?:[-–—]|none|\d(?:[.,]\d)?(?:\s?(?:/|of|out of|von|de)\s?\d{1,3})?(?: stars?)?|[★☆⭐]{1,10}"
    r"|good|bad|gut|schlecht|满意|不满意|非常满意)\W{0,4}$",
    re.IGNORECASE,
)
