"""How people say their names in German, Portuguese, Spanish, French, Italian and Dutch, and how others say them."""

import re

from data.redaction.name_words import END, NAME, PARTICLE, PROPER, Said

TITLED = re.compile(
    r"\b(?:Herrn?|Frau|Sr|Sra|Srta|Senhora?|Señora?|Señorita|Dona|Doña|Don|Monsieur|Madame|Mme|Mlle|Mademoiselle|Signora?|Sig|Sig\.ra"
    r"|Dhr|Mevr|Mevrouw"
    rf"|Dipl\.-Ing|Ing)\.? (?:(?:Dr|Prof)\.? ){{0,2}}(?:{PARTICLE} ){{0,2}}{NAME}"
)
INTRODUCED = re.compile(
    r"\b(?i:mein (?:vor|nach|familien)?name (?:ist|lautet)|(?:vor|nach|familien)?name:|ich hei(?:ß|ss)e|ich bin (?:der|die)"
    r"|(?:empfänger|kontoinhaber|karteninhaber)(?:in)?"
    r"(?: (?:ist|soll|wäre|lautet)|:)|konto (?:läuft )?(?:auf|lautet auf)|(?:auf|unter) (?:den|dem) namen?"
    r"|meu nome(?: completo)? é|(?:eu )?me chamo|chamo-me|nome(?: completo)?:|titular(?: do cartão| da conta)?(?: é|:)|(?:destinatário"
    r"|em nome de)(?: é|:)?"
    r"|me llamo|mi nombre es|nombre(?: completo)?:|a nombre de|destinatario(?: es|:)|titular(?: de la tarjeta)? es"
    r"|je m['’]appelle|mon nom est|nom(?: complet)?:|au nom de|mi chiamo|il mio nome è|a nome di|mijn naam is|ik heet|naam:|op naam van) "
    rf"{NAME}"
)
# Behind these a noun may stand, too; a name is one that shouts not and ends where the sentence pauses, or is known.
PRESENTED = re.compile(
    r"(?:^|[.,!?:;\n] ?|\b)(?i:hier (?:ist|spricht|schreibt)|aqui (?:é|fala|quem fala é)(?: [oa])?|aquí (?:es|habla)|soy|sou [oa]"
    r"|je suis|c['’]est|sono) "
    rf"{PROPER}(?=,| und | e | y | et )"
)
RELATIVE = re.compile(
    r"\b(?i:(?:meine?n?|unsere?n?) (?:frau|mann|mutter|vater|tochter|sohn|bruder|schwester|freundin?|nachbarin?|chefin?|kollegin"
    r"|kollege|oma|opa)"
    r"|(?:minha|meu|nossa|nosso) (?:esposa|marido|mulher|mãe|pai|filha|filho|irmã|irmão|amiga|amigo|vizinha|vizinho|chefe|colega)"
    r"|(?:mi|nuestra|nuestro) (?:esposa|marido|mujer|madre|padre|hija|hijo|hermana|hermano|amiga|amigo|vecina|vecino)"
    r"|(?:ma|mon) (?:femme|mari|mère|père|fille|fils|sœur|frère|amie?|voisine?))"
    rf",? {PROPER}"
)
SPOKEN_WITH = re.compile(
    r"\b(?i:(?:mit|von|bei) (?=\S{1,30}(?: \S{1,30})? (?:telefoniert|gesprochen|geschrieben|gechattet|verabredet))|(?:falei|conversei"
    r"|fui atendid[oa])(?: ontem| hoje)? (?:com|por)"
    rf"|(?:hablé|he hablado)(?: ayer)? con|j['’]ai parlé (?:à|avec)) {NAME}"
    rf"|\b(?:mit|von|bei) (?P<spoken>{PROPER.replace('?P<name>', '?:')})(?= (?:telefoniert|gesprochen|geschrieben|gechattet))"
)
GREETED = re.compile(
    r"(?:^|\n)\s{0,20}(?i:hallo|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrter?|moin|servus|olá|oi|bom dia|boa (?:tarde|noite)"
    r"|prezad[oa]|car[oa]|querid[oa]|hola"
    rf"|buen[oa]s (?:días|tardes|noches)|estimad[oa]|bonjour|bonsoir|ch(?:er|ère)|salut|ciao|buongiorno|gentile|beste),? {NAME}{END}"
)
SIGNED = re.compile(
    r"(?:\b(?i:(?:mit )?(?:freundlichen|besten|lieben|herzlichen) grü(?:ß|ss)en|(?:viele|liebe|beste|herzliche|schöne) grü(?:ß|ss)e"
    r"|danke|vielen dank|tschü(?:ß|ss)|bis bald|lg|vg|mfg|gru(?:ß|ss)"
    r"|obrigad[oa]|atenciosamente|cordialmente|abraços?|att|um abraço|gracias|saludos|un saludo|atentamente|merci|cordialement"
    r"|bien à vous|grazie|cordiali saluti|groeten?)"
    rf"[,.!]?\s{{1,4}}){NAME}\s{{0,20}}[.!]?\s{{0,20}}$"
)

TITLES = (
    "Herr", "Frau", "Sr", "Senhor", "Señor", "Dona ", "Doña ", "Dona.", "Doña.", "Don ", "Don.", "Monsieur", "Madame", "Mme", "Mlle",
    "Mademoiselle", "Signor", "Sig ", "Sig.", "Dhr", "Mevr", "Dipl", "Ing ", "Ing.",
)  # fmt: skip
GREETINGS = (
    "hallo", "guten ", "lieb", "geehrte", "moin", "servus", "olá", "oi ", "oi,", "bom dia", "boa ", "prezad", "caro ", "caro,", "cara ",
    "cara,", "querid", "hola", "buen", "estimad", "bonjour", "bonsoir", "cher", "chère", "salut", "ciao", "buongiorno", "gentile", "beste",
)  # fmt: skip
EUROPEAN = (
    Said(TITLED, TITLES),
    Said(
        INTRODUCED,
        ("name ", "name:", "ich hei", "ich bin", "empfänger", "inhaber", "konto", "chamo", "nome", "titular", "destinat", "llamo", "nombre",
        "appelle",
         "nom ", "nom:", "chiamo", "naam", "heet"),
    ),
    Said(PRESENTED, ("hier ", "aqui ", "aquí ", "soy ", "sou ", "je suis", "c'est", "c’est", "sono ")),
    Said(RELATIVE, ("meine", "unser", "minha", "meu ", "noss", "mi ", "nuestr", "ma ", "mon ")),
    Said(
        SPOKEN_WITH,
        ("telefoniert", "gesprochen", "geschrieben", "gechattet", "verabredet", "falei", "conversei", "atendid", "hablé", "hablado",
        "parlé"),
    ),
    Said(GREETED, GREETINGS),
    Said(
        SIGNED,
        ("grü", "|gru", "|tschü", "|bis bald|", "|danke|", "dank|", "|lg|", "|vg|", "|mfg|", "|obrigad", "|atencios", "|cordial",
        "abraço", "|att|", "|gracias|",
        "salud", "atentamente",
         "merci", "bien à", "grazie", "groet"),
    ),
)  # fmt: skip
