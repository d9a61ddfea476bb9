"""The words by which customers ask, request, and come to something else, in several languages: where a message may be cut by them."""

import re

from data.both_scripts import compiled


def _any(*lines: str) -> str:
    """A group of alternatives, some a line."""
    return f"(?:{'|'.join(lines)})"


# Words that begin a question or a request, in several languages.
ASKS_ANEW = _any(
    r"how(?:['’]?s)?|what(?! an? \w+[.!]?$)(?:['’]?s)?|when|where(?:['’]?s)?|which(?! (?:he|she|it|i|we|they|is|was|will)\b)|who|why",
    r"can|could|do|does|did|is|are|will|would|may|might|should|must|shall|have you|has|am i|d['’](?:you|ya)|(?:do|is|are|ca|wo)n['’]?t",
    r"i(?:['’]d like| want| need| also (?:want|need))|wanna|please|tell me|need (?:the|an?|to)|get me|give me|send me",
    r"(?:till|until|since|by) when|any(?:thing (?:else|off)| chance| way| idea| news)",
    r"wie|was|wann|(?:bis|ab|seit) wann|wo|welche\w*|wer|warum|kann|können|könnt|gibt|habt|ist|sind|muss|darf|dürfen|soll",
    r"cómo|qué|cuánto|cuándo|dónde|cuál|puedo|pueden|podéis|tienen|hay|es posible",
    r"comment|quand|où|quel\w*|combien|puis-je|peut-on|est-ce",
    # a verb before its subject: und liefert ihr, und geht das, y hacéis, et livrez-vous
    r"\w{1,30}(?:t|en|st) (?:ihr|sie|du|man|er|es)|(?:geht|ist|passt|klappt|kostet|funktioniert) (?:das|der|die)",
    r"\w{1,30}(?:áis|éis|ís)|\w{1,30}-(?:vous|tu|il|elle|on|je)",
)
# What is asked to be done, in the words that begin such a request.
REQUESTS = _any(
    r"(?:please )?(?:add|cancel|change|check|close|delete|exchange|refund|remove|resend|return|send|stop|track|unsubscribe|update)",
    r"ich (?:möchte|will|würde|hätte gern|brauche)|bitte|quiero|quisiera|necesito|me gustaría|je (?:veux|voudrais|souhaite)|j['’]aimerais",
)
# Within a few words of an “and”, these make what follows a question of its own: “and once it's there, how long …”.
ASKS_SOON = _any(
    r"how(?:['’]?s)?|what(?! an? \w+[.!]?$)(?:['’]?s)?|when|where(?:['’]?s)?|which(?! (?:he|she|it|i|we|they|is|was|will)\b)|who|why",
    r"(?:can|could|may|might|do|does|did|is|are|will|would|should) (?:i|you|it|they|there|we|the|my|that|one|\w+ing)",
    r"wie|was|wann|wo|welche\w*|cómo|qué|cuánto|cuándo|dónde|comment|quand|où|combien",
    r"(?:wonder(?:ed|ing)?|know|tell me|ask(?:s|ed)?) (?:if|whether)",
)
# An “or” offers another answer to the same question.
AND_WORD = r"(?:(?:oh )?and|also|plus|n|&|\+|as well as|und|sowie|außerdem|y|además|et|aussi)"
# What a customer says who comes to something else.
CHANGE = _any(
    r"while i(?:['’]m| am) (?:at it|here)|by the way|btw|(?:one more|another|one other) (?:thing|question)|apart from that",
    r"p\.\s?s\.|ps(?=:)",
    r"separately(?=[,:])|(?:second|third)(?:ly|(?=[:,]))|(?:zweit|dritt)ens",
    r"übrigens|nebenbei|noch (?:was|etwas|eine frage)|por cierto|otra (?:cosa|pregunta)|au fait|autre (?:chose|question)",
)
# Blanks are counted: with any number of them, a long run of blanks would be read from each of its places.
AND = rf"(?:[,;]\s{{0,9}}|\s{{1,9}}){AND_WORD}\s{{1,9}}"
JOINED = re.compile(
    _any(
        rf"{AND}(?:also\s{{1,9}}|then\s{{1,9}}|if so\s{{1,9}}|auch\s{{1,9}}|también\s{{1,9}})?(?={ASKS_ANEW}\b)",
        rf"{AND}(?=(?:[^\s,;]{{1,40}},?\s{{1,9}}){{0,10}}?{ASKS_SOON}\b)",
        rf"[,;]\s{{0,9}}(?={ASKS_ANEW}\b)",
        rf"{AND}(?={REQUESTS}\b)",
        rf"(?:{AND}|[,;]\s{{0,9}})(?={CHANGE}(?!\w))",
        rf"{AND}(?=(?:\S{{1,30}} ){{1,3}}(?:ok|okay|alright|all right|possible)\?$)",
        rf"[,;]\s{{0,9}}{AND_WORD}\s{{1,9}}(?=(?:if|when|once) (?:[^\s?]{{1,40}} ){{3,20}}[^\s?]{{1,40}}\?$)",
        r"(?<=\S)\s{1,9}(?=(?:how much|how many|what else|if not,? what)\b)",
        r"\s(?=[2-9][).]\s)",
        r"،?\s{1,9}(?=و(?:هل|ب?كم|متى|أين|كيف|ما|ماذا)\b)",
    ),
    re.IGNORECASE,
)
# What links a question to the one before; the last ones as they say it in Hong Kong.
ALSO_UNSPACED = r"另外|还有|以及|顺(?:便|道|带)|同时|而且|再者|仲有|同埋"
# Words that ask, as they stand in Cantonese and, in writing, in Taiwan: 點樣, 幾時, 有冇, 係咪, 可唔可以; 是否, 如何, 何時.
ASKS_CANTONESE = (
    r"咩|乜|(?<![这那旁左右里外上下我你他她])边(?:度|个|间|款|只|种|张|日)|有冇|系咪|[系得会可使要好识有](?:唔)[系得会可使要好识有]|未[呀啊呢]|定系"
    r"|(?<![\d一二三十两早晚有快])点(?:样|解|算|先|用|计|查|改|换|退|寄|买|做|整|拎|攞|去)"
)
ASKS_WRITTEN = r"(?<![无不]论)如何|能否|可否|是否|何(?:时|处|者)|为何"
JOINED_UNSPACED = compiled(
    rf"(?:[，,；;、]\s{{0,9}}|\s{{1,9}})(?=(?:{ALSO_UNSPACED}|再(?:问|帮)|还想|仲想|また|あと|それと|それから|ついでに)"
    r"|(?=[^，,；;\s]{0,300}$)[^，,；;。？！?!\s]{0,300}?"
    r"(?:吗|呢|怎么|[怎咋]样|咋|啥|多少|多久|多长|多大|几|哪|什么|谁|能不能|可不可以|可以|有没有|会不会|要不要|[不没么]$"
    rf"|[^无不]不$|{ASKS_CANTONESE}|{ASKS_WRITTEN}))|\s(?=[2-9](?:[、)）]|[.．](?!\d)))"
)
# What somebody at the company is to do about it.
SOMEBODY = r"(?:someone|somebody|anyone|a (?:colleague|person|human|manager))"
DEMAND = _any(
    rf"{SOMEBODY} (?:(?:must|should|has to|needs? to)(?! (?:have|be)\b)|to (?:look|check|call|sort))",
    r"(?:please|pls|plz) (?:get|have|let|look|check|sort|fix|chase|find|do|help|put|tell|call|ring|phone|mail|e-?mail|trace|reply|explain)",
    r"(?:sort|chase|fix|look into) (?:it|this|that)(?: out)?",
)
DEMAND_UNSPACED = (
    r"(?:尽快|赶紧|快点|马上|麻烦|帮[我忙手]?|要|请)(?:你们|您)?(?:处理|跟进|核实)|(?:处理|跟进|核实|解决)一?下"
    r"|查一?[下查吓]|催一?[下催]|给个说法"
)
# A clause that ends with a full stop, and asks for all that.
SURE_UNSPACED = compiled(f"[吗呢]|か。$|(?:ください|ほしい|欲しい|たい)(?:です|の)?。$|教えて|{DEMAND_UNSPACED}")
QUESTION_UNSPACED = compiled(
    r"吗|呢(?![个度只件款部排])|怎么|咋|啥|多少|多久|多[长大重高远宽]|几[天个次号点年月张件档层升度公日多时耐钱重长大高阔元块坪寸呎吋磅钟]|哪|什么|谁|请?问一?下"
    r"|能不能|可不可以|有没有|会不会|是不是|要不要|行不行|需不需要"
    rf"|(?:能|可以|会|行|有|要|好)[^，。；]{{0,14}}[没么]$|[^无不，。；]不$|(?P<verb>[\u4e00-\u9fff])[不没](?P=verb)|[?？]|{ASKS_CANTONESE}|{ASKS_WRITTEN}"
    r"|帮[我手]|麻烦|想(?![念象必])|需要|请"
    rf"|{DEMAND_UNSPACED}"
    r"|ですか|ますか|ませんか|でしょうか|ください|教えて|(?:たい|ほしい|欲しい)(?:です|の)"
)
GREETING = rf"and|also|so|then|hi|hello|hey|ok|thanks|und|hallo|y|hola|et|bonjour|[1-9][).]|(?:{CHANGE}):?"
# What is said under a condition asks nothing yet: “if I need the next size, how do I swap?”
CONDITION = compiled(
    rf"^(?:(?:and|but|so|und|y|et)\s)*(?:if|once|wenn|falls|sobald)\b(?!.*\b{ASKS_SOON}\b)[^?？؟]*$|^(?:如果|要是|假如|倘若|若)[^?？؟吗]*$",
    re.IGNORECASE,
)
BEGINS = re.compile(rf"^[¿\s]{{0,3}}(?:(?:{GREETING})(?:\s|[,!])*)*(?:{ASKS_ANEW}|{REQUESTS})\b", re.IGNORECASE)
QUESTION = re.compile(
    _any(
        r"[?？؟]",
        rf"\b{ASKS_SOON}\b",
        BEGINS.pattern,
        r"\bi(?:['’]d like| want| need| would like)\b|\bget me off\b",
        r"هل|كم|متى|أين|كيف",
        r"\b(?:let me know|wonder(?:ed|ing)?|(?:question|ask) about|tell me about)\b",
        rf"\b{DEMAND}\b",
    ),
    re.IGNORECASE,
)
# Words by which a clause surely asks, wherever they stand in it.
WISH = re.compile(
    _any(
        rf"\b{DEMAND}\b",
        r"\bi(?:['’]d like| want| need| would like)\b",
        r"\b(?:let me know|tell me|por favor|bitte)\b",
        r"\b(?:wonder(?:ing)? (?:if|whether|how|what|when|where)|(?:want|like|need)s? to know (?:if|whether))\b",
    ),
    re.IGNORECASE,
)
INVERTED = re.compile(
    r"\b(?:can|could|may|might|do|does|did|is|are|will|would|should) (?:i|you|it|they|there|we|the|my|that|this|one|he|she)\b"
    r"|\bhave (?:i|you|they|we)\b",
    re.IGNORECASE,
)
LINK = compiled(
    rf"^(?:(?:oh )?and|also|plus|n|then|\+|und|außerdem|y|además|et|aussi|{CHANGE})(?!\w)[\s,:]{{1,9}}(?:also\s{{1,9}})?"
    rf"|^(?:{ALSO_UNSPACED}|あと|それと|また)(?:再|想|请)?(?:问|请教)?(?:一?下)?[，,、\s]{{0,9}}",
    re.IGNORECASE,
)
# What begins a sentence that tells of another matter.
FURTHER = compiled(rf"^(?:(?:and|und|y|et) )?(?:also|plus|besides|außerdem|además|{CHANGE})(?!\w)|^(?:{ALSO_UNSPACED})", re.IGNORECASE)
# A sentence that begins so and thanks tells nothing that is to be answered.
THANKS = compiled(r"\b(?:thanks?|thx|danke|gracias|merci)\b|谢|ありがとう", re.IGNORECASE)
WORD = re.compile(r"[^\W_]")
KANA = re.compile("[\u3041-\u30ff]")
CUT = re.compile(
    rf"\s{{0,9}}[,;:،؛]\s{{1,9}}|\s{{1,9}}[-–—]{{1,5}}\s{{1,9}}|(?<!\bi)(?<!\band)(?<!\bund)(?<!\by)\s{{1,9}}(?={AND_WORD}\s)|…|\.\.\.|\s(?=[1-9][).]\s)",
    re.IGNORECASE,
)
CUT_UNSPACED = compiled(rf"[，,；;、：:]\s*|\s+|(?={ALSO_UNSPACED}|还想|仲想|また|あと|それと)")
# What is told besides: “the lid is dented, and also a spoon is missing”. Without a pause before it, “also” may belong to the same question.
BESIDES = compiled(
    _any(
        r"(?:[,;.!]\s{0,9}|\s{1,9}(?=(?:and|und|y|et) ))(?=(?:(?:oh )?and |und |y |et )?(?:i )?"
        rf"(?:also|plus|besides|in addition|on top of that|außerdem|zudem|además|de plus|{CHANGE})(?!\w))",
        r"[，,。；;\s]{1,9}(?=另外|而且|此外|顺[便道带]|(?:还有|仲有|同埋)[，,]|[还仲](?:少|缺|差)|それと|あと[、，]|وأيضا)",
    ),
    re.IGNORECASE,
)
# Short, and yet a question: “do you deliver here, how many days, how much?”
SHORT_QUESTION = re.compile(
    r"^(?:(?:and|n|&|und|y|et)\s)?"
    r"(?:how (?:much|long|often|quick|fast|soon|big|far)|wie (?:viel|lange|oft)|(?:cuánto|combien) \w{1,20})\W{0,9}$",
    re.IGNORECASE,
)
