"""Words by which an agent tells a customer where to call or to write, directly beside the number or the address.

The patterns read a sentence in which a NUL character stands for the contact. “Us” or “our” elsewhere in the sentence says nothing of it:
“I asked our workshop to ring …” gives a customer's number.
"""

import re

from data.both_scripts import compiled

HERE = r"\0"
GAP = r"[ ,:：(–-]{1,3}"
# What may stand between “call us”, “our hotline” and the number.
LINK = (
    rf"(?:{GAP}(?:on|at|under|via|by|is|are|the|this|phone|telephone|tel\.?|number|no\.?|free|charge|of|toll|24/7|hours|any ?time|directly"
    rf"|now|today|also"
    r"|always|either|instead|please|again|an|unter|auf|der|die|ist|lautet|(?:telefon|ruf|service)?nummer|telefonisch|telefon"
    r"|kostenlos|kostenfrei"
    r"|gebührenfrei|gerne?|jederzeit|auch|direkt|einfach|bitte|per|au|à|sur|le|par|téléphone|numéro|gratuitement|est|al?|en|el|número"
    r"|il|lo|numero|verde|teléfono"
    rf"|telefone|es|gratis|para|pelo|no|o|é|на|по|номеру|телефону)(?![^\W_])){{0,6}}[ :：,()–-]{{0,4}}{HERE}"
)
LINE = (
    r"(?:(?:(?:free|toll[ -]free|freephone|direct|phone|telephone|office|support|service|customer service|customer care|central|main"
    r"|emergency"
    r"|new|local|international|whatsapp|contact|booking|bookings|sales|returns|repairs?|help|shop|store|branch|reservations?|claims"
    r"|kostenlosen?|neuen?|gratuit|gratuito|gratuita) ){0,2}"
    r"(?:number|phone|line|desk|hotline|telefon(?:nummer)?|rufnummer|nummer|zentrale|numéro|ligne|standard|número|teléfono|telefone"
    r"|línea|linha"
    r"|central))"
)
# “Call 0800 …”, “for refunds, please dial …”: at the begin of a clause, or behind what asks the customer for something. A noun, as in
# “missed call”, asks for nothing.
CALL = (
    r"(?:(?:^|[,;:.!?()–\n]) ?(?:(?:or|and|then|so|just|simply|also|always|alternatively|otherwise|oder|und|dann|einfach"
    r"|ou|et|o|y|e),? ){0,3}"
    r"(?:(?:for|to|if|in|with|about|für|bei|um|wenn|pour|para|per|si|se) (?:[\w'’-]{1,20} ){1,8})?"
    r"|\b(?:please|kindly|pls|bitte|(?:you|one)(?: can| could| may| should| must| will|['’]ll)?(?: always| also| need to| have to| then"
    r"| just| simply)?|por favor|veuillez|pouvez|puede[ns]?|podéis|pode|può|kunt u) )"
    r"(?:call|ring|dial|rufen sie|ruft?|rufe|wählen sie|wählt?|wähle|(?:appel|compos)(?:ez|er)|ll[aá]m(?:e|a|ar|en)|marque|marcar"
    r"|lig(?:ue|ar)|disque|discar|chiam(?:i|a|are)|bel(?:len)?|(?:по)?звоните|набирайте|наберите)"
)
OURS = compiled(
    r"\b(?:(?<!will )(?<!ll )(?<!he )(?<!they )(?<!would )(?<!did )(?:call|ring|phone|telephone|reach|contact|text|message"
    r"|whatsapp) us|give us a (?:call|ring)|call free"
    r"|(?:rufen|erreichen|kontaktieren) sie uns|sie erreichen uns|(?:ruf|erreichst du) uns|du erreichst uns|uns anrufen"
    r"|(?:appelez|contactez|joignez)[ -]nous|nous (?:appeler|joindre|contacter)|(?:ll[áa]m[ae]|contáct[ae]|llámen)nos|ligue(?:[ -]nos"
    r"| para nós)"
    rf"|(?:our|unsere?[rn]?|notre|nuestr[oa]|noss[oa]) {LINE}"
    r"|(?:[\w-]{0,20}hotline|helpline|(?:support|service|info) line|customer (?:service|care|support)|switchboard|call cent(?:re|er)"
    r"|kundenservice"
    r"|kundendienst|servicenummer|service clients?|atención al cliente|central de atendimento|atendimento ao cliente)(?: (?:number"
    r"|team|desk))?"
    rf"|(?:по)?звоните нам|горяч\w{{2,3}} лини\w)(?![^\W_]){LINK}"
    rf"|(?:请|可以?|欢迎|直接|随时)(?:您)?(?:拨打|致电|来电|电洽)[^\d\0，。；]{{0,12}}{HERE}"
    rf"|(?:热线|专线|客服|服务电话|我[们哋][的嘅](?:电话|号码))[^\d\0，。；]{{0,8}}{HERE}"
    rf"|(?:電話窓口|お問い合わせ|コールセンター|フリーダイヤル)[^\d\0。]{{0,12}}{HERE}"
    rf"|(?:고객센터|콜센터|대표번호|상담전화)[^\d\0]{{0,10}}{HERE}|(?:हेल्पलाइन|कस्टमर केयर|टोल[ -]फ्री)[^\d\0।]{{0,12}}{HERE}"
    rf"|{HERE}[ ,]{{0,2}}(?:erreichen sie|erreichst du) uns\b|{HERE}[ ,(–-]{{1,3}}(?:is )?our {LINE}\b",
    re.IGNORECASE,
)
# Who is only asked to call, and not “us”, may have been read a customer's number.
CALLS = compiled(
    rf"{CALL}(?![^\W_]){LINK}"
    rf"|\b(?:(?:können|kannst|könnt)(?: sie| du| ihr)?|bitte)(?: auch| jederzeit| gern| gerne| uns){{0,2}} (?:unter|die|bei)(?: der)?"
    rf"(?: nummer| hotline)?[ :]{{1,3}}{HERE} (?:anrufen|wählen|erreichen)"
    rf"|(?:^|[，。；！？\n] ?)(?:您?(?:拨打|致电|来电|打))[^\d\0，。；]{{0,8}}{HERE}",
    re.IGNORECASE,
)
# A number is read out to its owner: “…, is that right?”, “call \0 is what I noted”, “ring at \0 then”, “您打 \0 的號碼”.
READ_OUT = compiled(
    rf"{HERE}[^\0]*[?？]\s*$|\b(?:noted|wrote down|written down|(?:have|got) (?:it )?down|notiert"
    rf"|vermerkt|aufgeschrieben)(?![^\W_])|记下|登记了"
    rf"|{HERE}[ ,]{{0,2}}(?:then|dann|alors|entonces|então|right|correct|richtig|korrekt|yes|ja)\s*(?:[,.!;]|$)"
    rf"|{HERE} ?(?:[的嘅个](?:号码|电话|手机)|[对是]?[吗吧嘛])",
    re.IGNORECASE,
)
# Where a clause begins whose subject is nobody but the customer: it asks for something.
ASKS = (
    r"(?:(?:^|[,;:.!?()–\n])(?![^,;:()–\n\0]{0,90}\b(?:i|we|he|she|they|is|are|was|be|wants?|did|let|has|had|will|would|shall"
    r"|i['’]\w{1,2}|we['’]\w{1,2}"
    r"|he['’]\w{1,2}|she['’]\w{1,2}|ich|wir|er|wird|wurde|hat|habe|haben|je|j|nous|il|yo|él|ella|eu|nós|ele|ela"
    r"|se)\b)[^,;:()–\n\0]{0,60}?"
    r"|\b(?:please|kindly|pls|bitte|(?:you|one)(?: can| could| may| should| must| will|['’]ll)?(?: always| also| need to| have to| then)?"
    r"|por favor|veuillez|pouvez) ?)\b"
)
WRITE_TO = compiled(
    rf"{ASKS}(?:(?:write|send|mail|e-?mail|forward|submit|return|apply|reply|turn|report|schreiben|schreib|senden|sende|schicken"
    rf"|schick|mailen|wenden"
    r"|écrivez|écrire|envoyez|envoyer|adressez|escriba|escribe|escríb[ae]nos|env[ií]e|envíenos|mande|escreva|scriva"
    r"|stuur)\b[^,;()\n\0]{0,60}?"
    rf" (?:to|at|an|à|au|a|para|naar)(?: (?:us|uns|our|unsere?)(?: \w{{1,20}}){{0,3}})?"
    r"|(?:contact|reach|e-?mail|mail|ask|contactez|contacte|consulte))"
    rf"(?: (?:us|uns|nous|nos))?(?: (?:at|on|by|via|e-?mail|unter|our team)){{0,3}}[ :(]{{1,3}}{HERE}"
    rf"|\b(?:contact|reach|e-?mail|mail|write to|write) us\b[^,;()\n\0]{{0,30}}?[ :(]{{1,3}}{HERE}"
    rf"|\b(?:(?:schreiben|schreib|erreichen|kontaktieren|mailen)(?: sie)? uns|sie erreichen uns|écrivez-nous|contactez-nous"
    rf"|nous (?:écrire|contacter)"
    rf"|escríb[ae]nos|contáct[ae]nos)\b[^,;()\n\0]{{0,30}}?[ :(]{{1,3}}{HERE}"
    rf"|\b(?:our|unsere?|notre|nuestr[oa]|noss[oa]) (?:[\w-]{{1,20}} ){{0,3}}(?:e-?mail|mail|address|e-?mail-?adresse|adresse|inbox"
    rf"|mailbox|correo|endereço)"
    rf"(?: address)?(?: (?:is|ist|lautet|est|es|é))?[ :(]{{1,3}}{HERE}"
    rf"|\b(?:на)?пишите (?:нам )?(?:на|по)(?: \w{{1,12}}){{0,2}} ?{HERE}"
    rf"|(?:请|可以?|欢迎)[^\d\0，。；]{{0,16}}(?:发送?|邮件|电邮|联[系络]|写信|来信|投递?|寄)[^\d\0，。；]{{0,8}}{HERE}|(?:邮箱|信箱|我[们哋][的嘅](?:邮件|电邮))[^\d\0，。；]{{0,4}}{HERE}"
    rf"|{HERE} ?(?:まで|宛|に|へ)[^\0。]{{0,16}}(?:ください|下さい|お願い)|{HERE} ?(?:으로|로)[^\0.]{{0,16}}(?:주세요|주십시오|바랍니다)"
    rf"|{HERE} (?:पर|को)[^\0।]{{0,20}}(?:लिखें|भेजें|करें)",
    re.IGNORECASE,
)
