"""What a customer reads when a conversation goes to somebody else, in the customer's language; English where there is none."""

TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "taken": "{name} has joined and will answer you here.",
        "waits_again": "Your conversation is waiting for a colleague again. What you wrote is kept; you needn't repeat it.",
        "returned": "You're talking to the automated assistant again.",
        "closed": "This conversation was ended. If you write again, the automated assistant answers first.",
    },
    "zh": {
        "taken": "{name}已加入对话，将在这里为您解答。",
        "waits_again": "您的对话正在重新等待人工客服。您写的内容都已保留，无需重复。",
        "returned": "现在由自动助手继续为您服务。",
        "closed": "本次对话已结束。如果您再次发送消息，将先由自动助手回复。",
    },
    "de": {
        "taken": "{name} ist jetzt da und antwortet Ihnen hier.",
        "waits_again": "Ihr Gespräch wartet wieder auf eine Kollegin oder einen Kollegen. Was Sie geschrieben haben, bleibt erhalten.",
        "returned": "Sie sprechen jetzt wieder mit dem automatischen Assistenten.",
        "closed": "Dieses Gespräch wurde beendet. Wenn Sie wieder schreiben, antwortet zuerst der automatische Assistent.",
    },
    "es": {
        "taken": "{name} se ha unido y le responderá aquí.",
        "waits_again": "Su conversación vuelve a esperar a un compañero. Lo que ha escrito se conserva; no hace falta que lo repita.",
        "returned": "Vuelve a hablar con el asistente automático.",
        "closed": "Esta conversación ha terminado. Si vuelve a escribir, le responderá primero el asistente automático.",
    },
    "ar": {
        "taken": "انضم {name} إلى المحادثة وسيجيبك هنا.",
        "waits_again": "محادثتك في انتظار أحد الزملاء من جديد. ما كتبته محفوظ ولا داعي لتكراره.",
        "returned": "أنت تتحدث الآن مع المساعد الآلي من جديد.",
        "closed": "انتهت هذه المحادثة. إذا كتبت مرة أخرى فسيجيبك المساعد الآلي أولًا.",
    },
}


def said_of(what: str, language: str, name: str = "") -> str:
    """The sentence about a change: `taken`, `waits_again`, `returned` or `closed`."""
    return TEXTS.get(language.partition("-")[0].lower(), TEXTS["en"])[what].replace("{name}", name)
