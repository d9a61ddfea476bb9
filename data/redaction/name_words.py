"""What a name in Latin letters is made of, and the capitalised words that are none."""

import re
from typing import NamedTuple

# `re` knows no class of capital letters beyond A to Z: Łukasz, Émile, Şebnem, Østergaard.
CAPITAL = "".join(filter(str.isupper, map(chr, [*range(0x41, 0x250), *range(0x1E00, 0x1F00)])))
WORD = rf"(?:[dD]['’]|al-|el-)?[{CAPITAL}][^\W\d_]{{0,40}}(?:['’-][^\W\d_]{{1,40}}){{0,3}}"
PARTICLE = "(?:van|von|de|der|den|la|bin|al|dos|das|da|do|e|del|di|los|las|zu|ter|ten|ibn)"
NAME = rf"(?P<name>{WORD}(?: (?:{WORD}|[A-Z]\.|{PARTICLE})){{0,3}})"
# Where anything could stand, what SHOUTS is no name.
PROPER = rf"(?=.['’]?[^\W\d_]{{0,40}}[^\W\d_{CAPITAL}]){NAME}"
END = r"(?=\s{0,20}(?:[.,!?;:)…\n]|[–—-]\s|$))"
# Capitalised where a name could stand, and no name.
NO_NAMES = frozenset(
    """
    I It Its We You Your Yes No Not Our My The This That There These Those A An And But Or So If As At In On To For Of From With Please
    Thanks Thank Sorry Hi Hello Hey Dear Good Morning Afternoon Evening Sure All Any Again Also Just Then Now Here Hope Is Are Do Does Did
    Can Could Will Would Should Have Has Had Let He She They What When Where Which Who Why How Best Kind Warm Regards Cheers Team Customer
    Sir Madam Mr Mrs Ms Miss Mx Dr Prof Professor Herr Frau Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January February March April June July August September October November December
    Christmas Easter English German French Chinese DM OK Okay Twitter Facebook Instagram Wi-Fi PayPal Visa
    Wow Well Enjoy Yikes Done Welcome Oh Ok Hola Aloha Hiya Awesome Anytime Ah Nice Pls However Yay Congrats Congratulations Fantastic
    Right Innovative Understood Understandable Alright Alrighty Remember Goodness Otherwise Uh Yea Yeah Yup Yep Great Correct Phenomenal
    Yummy Oops Many Most Run Phew Gosh Smooth Perfect Shucks Sometimes Discounted Apologies Regrets Bonus Excellent Outstanding Still
    Huge Winner While Um Fitting Granted Naturally Haha Ugh Agreed Teamwork Alas Ouch Hmm Whew Whoa Woohoo Yippee Oof Hush Touche Preach
    Bravo Indeed Luckily Happily Easily Daily Early Only Usually Today Tomorrow Tonight Yesterday Once First Second Third Next Last
    Instead Meanwhile Overnight Besides Depending Since Because After Before Until During Every Each Both Some Either Neither Happy Love
    Worked Waiting Call Lost Service Support Gold Silver Platinum Diamond Bronze Elite Executive Medallion Members Member Passenger
    Guest Airline Airlines Airport Airways Terminal Gate Flight Lounge Manager Agent Sitting Been Everyone Nobody Staff Got
    Unfortunately Supervisor Crew Desk Fabulous Class Captain Orders Settings Profile Account Returns Payments Help Security Privacy
    Ich Sie Wir Ihr Ihre Ihren Mein Meine Der Die Das Ein Eine Und Oder Nicht Kein Bitte Danke Vielen Guten Morgen Abend Hallo Moin Servus
    Mit Freundlichen Grüßen Viele Liebe Beste Kunde Kundin Kundenservice Kundendienst Stammkunde Service Team Damen Herren Alles Alle
    Wie Was
    Wann Wo Warum Ist Hat Haben Kann Können Wird Werden Leider Natürlich Gerne Okay Ja Nein Doch Auch Dann Jetzt Heute Gestern Rechnung
    Bestellung Lieferung Paket Zusammen
    Olá Oi Bom Boa Tarde Noite Obrigado Obrigada Por Favor Prezado Prezada Senhor Senhora Sr Sra Não Meu Minha O A Os As Um Uma Seu
    Sua Cliente Equipe Atendimento Atenciosamente Cordialmente Abraços Pessoal Todos Tudo Loja
    Hola Buenos Buenas Días Tardes Gracias Estimado Estimada Señor Señora Cliente Equipo Bonjour Merci Monsieur Madame Cher Chère
    Cordialement
    श्री श्रीमती सुश्री डॉ नमस्ते धन्यवाद Namaste Namaskar Ji Shri Smt Aap Aapka Aapki Main Mera Meri Kya Ye Yeh
    """.split()
)
# What stands before a name on a list of people, as a part of it: “Pak Agus”, “Mrs Lee”. Behind one, or alone, these are names: “Wei Pan”.
TITLES = frozenset(
    "Mrs Miss Prof Herr Frau Señor Señora Senhor Senhora Monsieur Madame Signor Signora Pan Pani Bay Bey Pak Bapak Ibu Kak Mas Mbak Encik "
    "Puan Khun Anh".split()
)
SHORTENED = re.compile("['’](?:ve|re|ll|s|m|d|t)$")  # I've, We're


class Said(NamedTuple):
    """A way to say a name: the pattern that finds it, and of which letters one must be in the text (in any case, if they are small; with
    capitals as they are written); none are always looked for.
    """

    pattern: re.Pattern[str]
    hints: tuple[str, ...] = ()


def is_no_name(word: str) -> bool:
    """Whether a capitalised word begins a sentence more often than it names somebody."""
    return word in NO_NAMES or word.capitalize() in NO_NAMES or SHORTENED.sub("", word) in NO_NAMES
