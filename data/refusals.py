"""How clauses begin that say what a customer does not want, by language; for `data.negation`."""

import re

from data.both_scripts import compiled

# Words between which something is set right: “not this but that”.
CONTRAST = r"but|sondern|aber|sino|pero|mais"

# What may stand before a refusal, and says nothing by itself.
_BEFORE = {
    "en": r"(?!but not\b)(?:(?:no|nope|please|pls|hi|hello|hey|sorry|ok(?:ay)?|and|so|but|well|oh|really|also|actually|just)[\s,]+)*",
    "zh": r"(?:[不唔][,，]?(?=我)|请|拜托|麻烦|唔该|先|那个|其实|千万|可|也|并|我们?(?:可|并)?|我(?:这边|真的)){0,9}",
    "de": r"(?:(?:nein|bitte|hallo|und|also|aber|nee|sorry)[\s,]+)*",
    "es": r"(?:(?:no,|por favor|hola|y|pero|oiga|que)[\s,]+)*",
    "fr": r"(?:(?:non|s'il vous pla[iî]t|svp|bonjour|et|mais|alors)[\s,]+)*",
}

# Not wanting any more of something is a wish of its own; what isn't got, seen or known is a problem.
_LESS_EN = (
    r"(?!.*\b(?:any ?more|any longer|no longer|after all|get(?:ting)?|receiv\w+|hear(?:ing)?|to be|newsletters?|mailings?|e-?mails?|"
    r"ads|adverts?|advertising|marketing|spam|promotions?)\b)"
)
_DOING = (
    r"(?:sending|returning|cancell?ing|asking|complaining|talking|speaking|looking|trying|saying|writing|wanting|exchanging|ordering|"
    r"buying|changing|unsubscribing|deleting|closing|requesting|after|here (?:to|for|about)|going to)\b"
)
# “don't know how”, “don't you deliver” are no refusals; “don't send me …” and “don't ship it” are wishes.
_NO_ORDER = (
    r"(?:you|u|i|we|they|know|knew|understand|see|have|has|get|got|find|found|remember|recall|receive|recogni\w+|seem|work|own|think|believe|"
    r"hear|like|want|need|look|fit|appear|arrive|come|show|load|open|turn)\b"
    r"|(?:send|e-?mail|contact|write|spam|call|text|bother|message)\w*\s+(?:to\s+)?(?:me|us)\b"
    r"|(?:send|ship|dispatch|post|process|charge|deliver)\w*\b(?!.*\b(?:again|another|back)\b)"
)
_NOT_THE = r"right|correct|one\b|same|colou?r|size|item|thing|product|article|good|great|big|clue|single|word|penny|end\b"
_ENGLISH = (
    rf"(?:do not|don'?t)\s+(?!{_NO_ORDER})[a-z]+",
    # I don't want a refund, I didn't ask what it costs, I'd rather not
    r"(?:(?:i|we)(?:\s+(?:really|certainly|definitely|still|just))*\s+)?(?:do not|don'?t|did not|didn'?t)"
    r"(?:\s+(?:really|actually|even))*\s+(?:want|need|wish|mean(?! to)|ask|require|intend|plan|care (?:about|for)|say|fancy)\b" + _LESS_EN,
    r"(?:i|we)(?:'d| would)\s+(?:rather|prefer)\s+not\b",
    # I'm not trying to cancel, not sending it back
    r"(?:(?:i'?m|i am|we'?re|we are)\s+(?:really\s+)?)?not\s+" + _DOING,
    # not the guarantee, not how long; but: not the right one, not the jug I ordered
    rf"not\s+(?:about|(?:the|your|my|a|an)\s+(?!{_NOT_THE}|.*\b(?:ordered|order|bought|chose|paid)\b)|how (?:long|much|many|far|often)|"
    r"when|where|which|what (?:it|the|that)\b)",
    r"no\s+(?!more|longer)(?:[\w ]{1,30}\b(?:needed|required|necessary|wanted)|\w+(?: \w+)? thank(?:s| you))\b",
    # It's not about the price, it isn't limescale I'm writing about
    r"(?:it|this|that)(?:'s not| is not| isn'?t)\s+(?:about|a question of|[\w ]{1,30}\b(?:i'?m|i am|we'?re|i|we)\s+"
    r"(?:asking|writing|talking|calling|after|want|need|mean|complaining))\b",
    r"leave\s+[\w ]{1,30}\balone\b|never ?mind\b|forget (?:about )?(?:it|that|the)\b",
    # what is not the matter: it isn't broken, I haven't forgotten my password
    r"(?:(?:it|this|that|(?:the|my) \w+(?: \w+)?)(?:'s not| is not| isn'?t| wasn'?t| was not)|nothing(?:'s| is| was)|not)\s+"
    r"(?:broken|damaged|faulty|defective|late|lost|missing|wrong|stolen|cracked)\b",
    r"(?:i|we)\s*(?:'ve not| have not| haven'?t| did not| didn'?t)\s+(?:forgotten|forget|lost|lose|broken|break|damaged)\b",
    r"(?:nobody|no one|noone)\s+(?:has\s+|have\s+|is\s+)?(?:charged|charging|stole|stolen|broke|damaged|lost|asked|asking)\b",
)
_LESS_ZH = r"(?!.{0,8}(?:邮件|电邮|电子报|广告|推广|[短简]信|简讯|推[送播]|[营行]销))"
_CHINESE = (
    # 别取消, 不要退款; but: 别的, 别再发广告, 不要了
    r"(?:别|勿|不要|不用|不必|不需要|无[需须]|毋须|没必要|唔好(?!意思)|唔使|唔要|唔需要)(?!的|人|家|处|了|再|任何|给我(?:们)?(?:发|推|打)|发|推送|打扰|骚扰|烦|联系|通知)"
    rf"(?:(?=.{{0,6}}(?:取消|退订))|{_LESS_ZH}).",
    # 不是要退钱, 不是问价格; but: 不是我要的, 不是要的颜色
    r"(?:不是|唔系)(?:在|来)?(?:要|想|说|问|指|让|叫|找)(?!的)(?!.{0,6}的(?:颜色|尺寸|那|这|款))",
    # 不想取消, 没说要取消; but: 不想要了, 不想再收到, 没问题
    r"(?:没有?|不|唔(?:系)?|冇)(?:是)?(?:说|话要|想|打算|准备|让|叫|要求|问(?!题))(?!了|.{0,4}(?:再|收到|接收|要了|到))(?!过来)"
    + _LESS_ZH
    + ".",
    r"(?:我的?|这个?|东西|密码|包裹|商品|货|账号)*(?:也|又|并)?没有?(?:忘|丢|坏|破|损坏|弄丢)(?!.{0,2}(?:怎么|为什么))",
)
_LESS_DE = r"(?!.*\b(?:mehr|erhalten|bekommen|länger|wissen)\b)"
_GERMAN = (
    r"(?:ich|wir)\s+(?:will|wollen|möchten?|wollten?|brauchen?|benötigen?|suchen?|meinen?|fragen?|rede|spreche|verlange|bitte)\s+"
    + _LESS_DE
    + r"(?:(?!weil|da\b|wenn|dass|warum|wieso|ob\b)\S+\s+){0,6}(?:nicht|kein\w*)\b",
    r"(?:ich|wir)\s+(?:habe|haben)\s+(?:\S+\s+){0,4}nicht\s+(?:\S+\s+){0,3}(?:gefragt|verlangt|gemeint|vergessen|verloren)\b",
    r"(?:(?:nicht|keine?[nmrs]?)\s+(?:\S+\s+){0,3}(?:stornieren|kündigen|löschen|umtauschen|zurückschicken|zurückgeben|ändern|abmelden|schicken|senden|nötig|bitte|danke))\b",
    r"(?!wieso|warum)\w+en sie\s+(?:\S+\s+){0,5}(?:nicht|kein\w*)\b" + _LESS_DE,
    r"(?:es|das|mir)\s+geht\s+(?:es\s+)?(?:mir\s+)?nicht um\b|(?:es|das) ist nicht\s+(?:\S+\s+){1,3}kaputt\b",
    r"nicht\s+(?:die|der|das|den|dem|wie (?:lange|viel|weit|oft)|wann|wo)\b(?!\s+(?:richtig|bestellt))",
    r"lassen sie\s+(?:\S+\s+){1,3}in ruhe\b",
)
_LESS_ES = r"(?!.*\b(?:más|mas|recibir|saber)\b)"
_SPANISH = (
    r"(?:yo\s+)?no\s+(?:quiero|queremos|quería|quisiera|deseo|necesito|necesitamos|busco|pretendo|pido|pregunto|hablo|"
    r"hace falta|me refiero|se trata)\b" + _LESS_ES,
    r"no\s+(?:he|hemos)\s+(?:pedido|preguntado|dicho|olvidado|perdido)\b",
    r"no\s+(?:me\s+|lo\s+|la\s+|le\s+|nos\s+)?(?:(?:cancel|anul|borr|elimin|cambi|env[ií]|reembols|toqu|quit|mand|cierr)(?:e|es|en|éis)|(?:devuelv|d)(?:a|as|an|e|en))\b"
    + _LESS_ES,
    r"no\s+es\s+(?:por|para|que quiera|cuestión de|(?:el|la|los|las)\s+\S+\s+lo que)\b",
)
_LESS_FR = r"(?!.*\b(?:plus|recevoir|savoir)\b)"
_FRENCH = (
    r"je\s+(?:ne\s+|n')?(?:veux|souhaite|voudrais|cherche|demande|parle|désire|compte)\s+(?:pas|aucun\w*|ni)\b" + _LESS_FR,
    r"j(?:e n)?'ai\s+pas\s+(?:besoin|demandé|dit|oublié|perdu)\b",
    r"(?:ne\s+(?:\S+\s+)?|n')\w+ez\s+(?:\S+\s+)?(?:pas|surtout pas|rien)\b" + _LESS_FR,
    r"pas\s+(?:besoin|la peine)\b|pas de\s+\S+(?:\s+\S+)?\s+(?:s'il|svp|merci)",
    r"(?:il ne s'agit|ce n'est|c'est)\s+pas\s+(?:de\b|pour\b|(?:le|la|les)\s+\S+\s+que)",
)


def _beginning(before: str, patterns: tuple[str, ...]) -> str:
    return rf"{before}(?:{'|'.join(patterns)})"


REFUSED = compiled(
    r"\s*(?:"
    + "|".join(
        _beginning(_BEFORE[language], patterns)
        for language, patterns in (("en", _ENGLISH), ("zh", _CHINESE), ("de", _GERMAN), ("es", _SPANISH), ("fr", _FRENCH))
    )
    + ")",
    re.IGNORECASE,
)

# Inside a refusal without punctuation, where the wish begins: “I don't want a refund I want a new jug”.
RESTART = compiled(
    r"(?<!\bthat )(?<!\bwhat )(?<!\bone )(?<!\bthing )(?<!\bsaying )(?<!\bsaid )(?<!\bsay )(?<!\bmean )(?<!\bif )"
    r"\b(?:i|we)\s*(?:just|only|simply|really|do|actually)?\s*(?:'d like|'ll|'m after|will|would like|want|need|was asking)\b"
    r"|\b(?:and\s+)?(?:just|only|simply)\s+(?:want|need|change|send|tell|give)\b"
    r"|\b(?:ich|wir)\s+(?:will|möchten?|brauchen?)\s+(?:nur|bloß|einfach)\b"
    r"|\b(?:solo|sólo|solamente)\s+quiero\b|\bje\s+(?:veux|voudrais)\s+(?:juste|seulement)\b"
    r"|(?:(?<![说问让叫])我(?:是|只是|就是|只|净系|只系)?|而是|只是|净系|(?<!不)是)(?:想|要|问)",
    re.IGNORECASE,
)

# After a refusal: what it was about is as it should be.
FINE = compiled(
    r"\s*(?:(?:that|it|this|the \w+)(?:'s| is)\s+(?:fine|ok(?:ay)?|right|correct|good|all right)\b|i know (?:that|it|all)\b"
    r"|.{0,6}(?:是对的|啱嘅)|.{0,6}[没冇]问题$"
    r"|(?:das|die \w+|es) (?:passt|stimmt|ist richtig)\b|(?:eso|está) (?:bien|correcto)\b)",
    re.IGNORECASE,
)

# Says nothing beside a refusal.
COURTESY = compiled(
    r"\b(?:please|pls|thanks?|thank you|hi|hello|hey|no|nope|sorry|ok(?:ay)?|bitte|danke|hallo|nein|por favor|gracias|hola|merci|bonjour|"
    r"non|svp|s['’]il vous pla[iî]t)\b|谢谢|唔该|多谢|你好|您好|请|不|啊|哦|喔|呀|吧|啦|的|嘅",
    re.IGNORECASE,
)
