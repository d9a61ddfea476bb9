"""The company's own e-mail addresses and telephone numbers. They are needed in answers (“Write to jobs@…”), so they aren't taken out.

They are those that the company has published, in its templates and help pages, and those that agents give to three customers or more: an
address of an office, or a number, beside the words that ask to write or to call there (`data.redaction.offered`), of which nobody says that
it is the customer's. Where a log doesn't say what its customers are called, three dialogues count as three customers. One such address
tells the company's host: other offices there that agents name are its own, too.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from data.both_scripts import compiled
from data.redaction.kinds import Span
from data.redaction.mail import EMAIL
from data.redaction.offered import CALLS, OURS, READ_OUT, WRITE_TO
from data.redaction.phones import PHONES

FEWEST_DIALOGUES = 3
# What may be one: most messages hold neither.
MAY_HOLD = re.compile(r"@|\d[\d ()./-]{5,}\d")
# The same in a line of JSON, in which dates stand, too; and characters that it may write otherwise.
MAY_HOLD_IN_JSON = re.compile(r"\d(?<!\d\d)(?!(?:(?<=1)9|(?<=2)0)\d\d-[01]\d-[0-3]\d[\"T])[\d ()./-]{5,}\d")
ESCAPED = re.compile(r"\\[^nrt\"\\]")
# Names of offices before the @, by which nobody is called.
OFFICES = frozenset(
    "abuse accessibility accounts admin atencion atendimento b2b bestellung bewerbung billing booking bookings business "
    "care career careers claims complaints contact contacto contacts contato cs customercare customerservice datenschutz "
    "delivery desk dpo enquiries events facturation feedback finance gdpr hello help helpdesk hi hr info inquiries invoices "
    "jobs karriere kefu kontakt kundenservice legal loyalty marketing media office orders partner partners parts payments "
    "press presse privacy purchasing rechnung recruiting refunds repairs reservations returns rma sales security service "
    "services shipping shop soporte spares store suporte support talent team trade versand warranty wholesale workshop".split()
)
# Whoever mails from one of these is a person or a small customer.
PRIVATE_HOSTS = re.compile(
    r"@(?:gmail|googlemail|hotmail|yahoo|outlook|live|icloud|gmx|web|aol|qq|163|126|proton|protonmail|mail|uol|rediffmail|t-online)\."
)
# In the sentence of a customer's own address or number.
THING = (
    r"(?:\w{1,20} ){0,2}(?:e-?mail|mail|address|number|phone|mobile|account|inbox|mailbox|adresse|nummer|telefon\w{0,9}|handy\w{0,9}"
    r"|correo|número|numéro|endereço)"
)
YOUR_THING = rf"\b(?:your|ihre?[nrms]?|deine?[nrms]?|votre|vos|tu|su|seu|sua) {THING}"
OF_YOURS = rf"(?:{YOUR_THING}|[您你][的嘅]|お客様の)"
YOURS = compiled(OF_YOURS, re.IGNORECASE)
THIS_IS_YOURS = compiled(
    rf"{OF_YOURS}(?: (?:address|number|is|was|still|now|ist|lautet|est|es|é)){{0,4}}[ :：(]{{0,3}}\0"
    rf"|\0 (?:(?:is|was|as|on|ist|als|est|es|é) )?{YOUR_THING}|\0 ?[是系喺][您你][的嘅]",
    re.IGNORECASE,
)
CUSTOMERS = compiled(
    r"\b(?:(?:we|i)(?: have|['’]ve)? (?:just )?(?:sent|mailed|emailed|called|tried|forwarded)|(?:was|were|been) sent"
    r"|haben (?:wir|ihnen)|habe ich"
    r"|(?:reach|call|called|ring|contact) you|driver|courier|on file)\b|给您|俾你|联[系络][您你]",
    re.IGNORECASE,
)
# So far its sentence is read on either side of a contact.
AROUND = 400
# Between two contacts that are offered in one breath.
OR = re.compile(r"[ ,;/(、，]{0,3}(?:(?:or|and|oder|und|ou|et|y|o|e|или|и)\b|[或和])?[ (]{0,2}", re.IGNORECASE)
# A question whether the customer can be reached, before “Bitte unter … anrufen”: the number that follows may be the one to reach them at.
REACHES = compiled(
    r"\b(?:reach|call|ring|contact) (?:you|him|her)|\b(?:driver|courier|fahrer\w{0,3}|kurier\w{0,3}|bote|zusteller\w{0,3})\b"
    r"|(?:sie|dich|ihn) (?:\w{1,20} ){0,3}(?:erreichen|anrufen)|联[系络][您你]",
    re.IGNORECASE,
)
ASKED = re.compile(r"[?？]\s*\Z")
SENTENCE = re.compile(r"[.!?。！？]\s|[\n。！？]")
# Signs that stand for what is kept while the rest is taken out. Old telephones' emoji and fonts of icons use these characters, too: a text
# that has some gets no signs.
FIRST_SIGN, MOST_SIGNS = 0xE000, 0x1000
SIGNS = re.compile(f"[{chr(FIRST_SIGN)}-{chr(FIRST_SIGN + MOST_SIGNS - 1)}]")


def contacts_in(text: str) -> Iterator[tuple[str, Span]]:
    """The addresses and numbers in a text, in one form each (`key_of`), and where they stand; none overlap."""
    if not MAY_HOLD.search(text):
        return
    taken = [match.span() for match in EMAIL.finditer(text)] if "@" in text else []
    for kind in PHONES:
        for match in kind.pattern.finditer(text):
            span = kind.span(match)
            if span is not None and not any(start < span[1] and span[0] < end for start, end in taken):
                taken.append(span)
    for start, end in sorted(taken):
        yield key_of(text[start:end]), (start, end)


def may_stand_in(line: str) -> bool:
    """Whether a text in a line of JSON may hold an address or a number: most lines needn't be read for them."""
    return "@" in line or MAY_HOLD_IN_JSON.search(line) is not None or ESCAPED.search(line) is not None


def given_in(text: str) -> Iterator[tuple[str, bool | None]]:
    """The addresses and numbers in what an agent says, and of each whether it is said as one of the company's own: true, false for a
    customer's, none if the words around it say neither.
    """
    listed, last = False, 0
    for key, (start, end) in contacts_in(text):
        before = text[max(0, start - AROUND) : start]
        begin = SENTENCE.split(before)[-1]
        earlier = before.removesuffix(begin)
        asked = SENTENCE.split(earlier.rstrip()[:-1])[-1] if ASKED.search(earlier) else ""
        behind = text[end : end + AROUND]
        stop = SENTENCE.search(behind)
        around = f"{begin}\0{behind[: stop.start() + 1] if stop else behind}"
        listed = listed and OR.fullmatch(text, last, start) is not None and ("@" not in key or is_office(key))
        offered = _is_ours(key, around, asked)
        # “Call … with your order number” offers it all the same.
        yours = YOURS.search(around) and (not offered or THIS_IS_YOURS.search(around))
        ours = False if yours or CUSTOMERS.search(around) else listed or offered or None
        yield key, ours
        listed, last = bool(ours), end


def key_of(contact: str) -> str:
    """An address in small letters; a number as its digits."""
    return contact.lower().strip("*_~") if "@" in contact else re.sub(r"\D", "", contact)


class Given:
    """Counts which addresses and numbers agents give to whom."""

    def __init__(self) -> None:
        self._dialogues: Counter[str] = Counter()
        self._customers: dict[str, set[str]] = {}
        self._not_ours: set[str] = set()

    def note(self, said: Iterable[tuple[bool, str]], customers: Iterable[str]) -> None:
        """Takes a dialogue into account.

        Args:
            said: its messages in their order: whether an agent said it, and the text.
            customers: what its customers are called, if the log says.
        """
        by_agents: set[str] = set()
        by_customers: set[str] = set()
        for is_agents, text in said:
            if not is_agents:
                by_customers.update(key for key, _ in contacts_in(text))
                continue
            for key, ours in given_in(text):
                if key in by_customers:
                    continue
                if ours:
                    by_agents.add(key)
                elif ours is False:
                    self._not_ours.add(key)
                elif is_office(key):
                    self._dialogues[key] += 0  # the host may tell whose it is
        named = {name for name in customers if name}
        self._not_ours |= {key_of(name) for name in named if "@" in name}
        for key in by_agents:
            self._dialogues[key] += 1
            self._customers.setdefault(key, set()).update(named)

    def own(self, published: frozenset[str] = frozenset()) -> frozenset[str]:
        """What is the company's own, with what it has published."""
        given = {key: count for key, count in self._dialogues.items() if key not in self._not_ours}
        often = {
            key for key, count in given.items() if count >= FEWEST_DIALOGUES and len(self._customers[key]) not in range(1, FEWEST_DIALOGUES)
        }
        return with_offices(published | often, given)


def with_offices(own: frozenset[str] | set[str], others: Iterable[str]) -> frozenset[str]:
    """The company's own contacts, and of others the offices at its hosts: where `help@` is, `jobs@` is its own."""
    hosts = {key.partition("@")[2] for key in own if is_office(key)}
    return frozenset({*own, *(key for key in others if key.partition("@")[2] in hosts and is_office(key))})


def is_office(key: str) -> bool:
    """Whether an address is an office's by its name, and not at a host where anybody has one."""
    local, at, _ = key.partition("@")
    called = local in OFFICES or any(part in OFFICES for part in re.split(r"[._+-]", local))
    return bool(at) and called and not PRIVATE_HOSTS.search(key)


def with_signs(text: str, own: frozenset[str], signs: dict[str, str]) -> str:
    """A text with a sign in the place of each contact that is the company's own; `signs` takes what each stands for."""
    if not own or not MAY_HOLD.search(text) or SIGNS.search(text):
        return text
    pieces: list[str] = []
    last = 0
    for key, (start, end) in contacts_in(text):
        if key in own and len(signs) < MOST_SIGNS:
            sign = chr(FIRST_SIGN + len(signs))
            signs[sign] = text[start:end]
            pieces += (text[last:start], sign)
            last = end
    return "".join((*pieces, text[last:]))


def without_signs(text: str, signs: Mapping[str, str]) -> str:
    """A text from `with_signs` with what its signs stand for."""
    return SIGNS.sub(lambda match: signs.get(match[0], match[0]), text) if signs else text


def published(texts: Sequence[str]) -> frozenset[str]:
    """The contacts in texts that the company has published."""
    return frozenset(key for text in texts for key, _ in contacts_in(text))


def _is_ours(key: str, around: str, asked: str) -> bool:
    """Whether a sentence that speaks of no customer offers a contact, for which a NUL stands in it; `asked` is a question before it."""
    if "@" in key:
        return is_office(key) and WRITE_TO.search(around) is not None
    if OURS.search(around):
        return True
    return CALLS.search(around) is not None and not READ_OUT.search(around) and not REACHES.search(asked)
