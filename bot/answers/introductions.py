"""What is said before an answer in another language than the customer's, in the customer's own."""

# The languages of answers that have a name below, in the order in which the names stand.
NAMED = ("en", "zh", "de", "es", "fr")
# By the customer's language: the sentence, and what goes into it for each language above.
SENTENCES: dict[str, tuple[str, tuple[str, ...]]] = {
    "ar": ("عذرًا، لا يمكنني الإجابة عن هذا إلا باللغة {}:", ("الإنجليزية", "الصينية", "الألمانية", "الإسبانية", "الفرنسية")),
    "cs": ("Bohužel na to mohu odpovědět pouze {}:", ("anglicky", "čínsky", "německy", "španělsky", "francouzsky")),
    "da": ("Desværre kan jeg kun svare på det på {}:", ("engelsk", "kinesisk", "tysk", "spansk", "fransk")),
    "de": ("Leider kann ich darauf nur auf {} antworten:", ("Englisch", "Chinesisch", "Deutsch", "Spanisch", "Französisch")),
    "el": ("Δυστυχώς, μπορώ να απαντήσω σε αυτό μόνο στα {}:", ("αγγλικά", "κινεζικά", "γερμανικά", "ισπανικά", "γαλλικά")),
    "en": ("I'm sorry, I can only answer this in {}:", ("English", "Chinese", "German", "Spanish", "French")),
    "es": ("Lo siento, a esto solo puedo responder en {}:", ("inglés", "chino", "alemán", "español", "francés")),
    "fa": ("متأسفانه فقط می‌توانم به {} پاسخ دهم:", ("انگلیسی", "چینی", "آلمانی", "اسپانیایی", "فرانسوی")),
    "fi": ("Valitettavasti voin vastata tähän vain {}:", ("englanniksi", "kiinaksi", "saksaksi", "espanjaksi", "ranskaksi")),
    "fr": ("Malheureusement, je ne peux répondre à cela qu'en {} :", ("anglais", "chinois", "allemand", "espagnol", "français")),
    "he": ("לצערי אפשר לענות על זה רק ב{}:", ("אנגלית", "סינית", "גרמנית", "ספרדית", "צרפתית")),
    "hi": ("क्षमा करें, इसका उत्तर केवल {} में दिया जा सकता है:", ("अंग्रेज़ी", "चीनी", "जर्मन", "स्पेनिश", "फ़्रेंच")),
    "hu": ("Sajnos erre csak {} tudok válaszolni:", ("angolul", "kínaiul", "németül", "spanyolul", "franciául")),
    "id": ("Maaf, saya hanya bisa menjawab ini dalam bahasa {}:", ("Inggris", "Mandarin", "Jerman", "Spanyol", "Prancis")),
    "it": ("Purtroppo a questo posso rispondere solo in {}:", ("inglese", "cinese", "tedesco", "spagnolo", "francese")),
    "ja": ("申し訳ございませんが、この件には{}でのみお答えできます。", ("英語", "中国語", "ドイツ語", "スペイン語", "フランス語")),
    "ko": ("죄송합니다. 이 질문에는 {}로만 답변드릴 수 있습니다.", ("영어", "중국어", "독일어", "스페인어", "프랑스어")),
    "nl": ("Helaas kan ik dit alleen in het {} beantwoorden:", ("Engels", "Chinees", "Duits", "Spaans", "Frans")),
    "no": ("Dessverre kan jeg bare svare på dette på {}:", ("engelsk", "kinesisk", "tysk", "spansk", "fransk")),
    "pl": ("Niestety mogę na to odpowiedzieć tylko po {}:", ("angielsku", "chińsku", "niemiecku", "hiszpańsku", "francusku")),
    "pt": ("Infelizmente, só posso responder a isto em {}:", ("inglês", "chinês", "alemão", "espanhol", "francês")),
    "ro": ("Din păcate, pot răspunde la asta doar în {}:", ("engleză", "chineză", "germană", "spaniolă", "franceză")),
    "ru": ("К сожалению, на это можно ответить только на {} языке:", ("английском", "китайском", "немецком", "испанском", "французском")),
    "sv": ("Tyvärr kan jag bara svara på det på {}:", ("engelska", "kinesiska", "tyska", "spanska", "franska")),
    "th": ("ขออภัย เรื่องนี้ตอบได้เฉพาะภาษา{}เท่านั้น:", ("อังกฤษ", "จีน", "เยอรมัน", "สเปน", "ฝรั่งเศส")),
    "tr": ("Maalesef bunu yalnızca {} yanıtlayabilirim:", ("İngilizce", "Çince", "Almanca", "İspanyolca", "Fransızca")),
    "uk": ("На жаль, на це можна відповісти лише {} мовою:", ("англійською", "китайською", "німецькою", "іспанською", "французькою")),
    "vi": ("Rất tiếc, tôi chỉ có thể trả lời điều này bằng tiếng {}:", ("Anh", "Trung", "Đức", "Tây Ban Nha", "Pháp")),
    "zh": ("很抱歉，这个问题我只能用{}回答：", ("英语", "中文", "德语", "西班牙语", "法语")),
}


def introduction(customer: str, answer: str) -> str:
    """The sentence before an answer in the language `answer`: in the customer's, or, where it isn't known, in the answer's own.

    Empty where the answer is in the customer's language, or its language has no name here.
    """
    if answer == customer or answer not in NAMED:
        return ""
    sentence, names = SENTENCES.get(customer) or SENTENCES[answer]
    return sentence.format(names[NAMED.index(answer)])


def introduction_among(customer: str, around: str, answer: str) -> str:
    """The sentence before one of several answers; empty also where those around it are in the same language, which has been said."""
    return "" if answer == around else introduction(customer, answer)
