"""How somebody who works for a company greets: by an offer of help, in many languages."""

import re

from data.both_scripts import compiled

OFFERS_HELP = compiled(
    r"\b(?:how (?:can|may) (?:i|we) (?:help|assist|be of)|what can (?:i|we) do for you|welcome to|thanks? (?:you )?for (?:contacting"
    r"|reaching out|writing)"
    r"|(?:wie|womit) (?:kann|können|darf|dürfen) (?:ich|wir) (?:ihnen|dir|euch)? ?(?:helfen|behilflich)|willkommen|en qué (?:puedo"
    r"|podemos) ayudar|bienvenid|(?:comment|en quoi) "
    r"(?:puis-je|pouvons-nous) vous aider|bienvenue|(?:como|em que) (?:posso|podemos) ajudar|bem-vind|come posso aiutar|benvenut"
    r"|waarmee kan ik)|帮您|帮到您|為您服務|为您服务|幫您"
    r"|ご用件|お手伝い|무엇을 도와|чем (?:могу|можем) помочь|nasıl yardımcı",
    re.IGNORECASE,
)
