"""What a section of a document is called below an answer, in the customer's language: “From: Returns, section 2 (March 2026)”."""

import datetime
from collections.abc import Mapping
from typing import Any

# By language: what stands before the page's title, before a section's number, and how a month is written, with the months' names.
FORMS: dict[str, tuple[str, str, str, str]] = {
    "en": ("From: {}", ", section {}", "{month} {year}",
           "January February March April May June July August September October November December"),
    "de": ("Aus: {}", ", Abschnitt {}", "{month} {year}",
           "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
    "fr": ("Source : {}", ", section {}", "{month} {year}",
           "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "es": ("Fuente: {}", ", sección {}", "{month} de {year}",
           "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
    "it": ("Da: {}", ", sezione {}", "{month} {year}",
           "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
    "pt": ("Fonte: {}", ", secção {}", "{month} de {year}",
           "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
    "nl": ("Uit: {}", ", paragraaf {}", "{month} {year}",
           "januari februari maart april mei juni juli augustus september oktober november december"),
    "zh": ("来自：{}", "，第{}节", "{year}年{number}月", ""),
    "ja": ("出典：{}", "、第{}節", "{year}年{number}月", ""),
}  # fmt: skip


def named_document(source: Mapping[str, Any], language: str) -> str:
    """The page, the number of the section, the month in which it was changed last, and the address, each if it is known.

    Args:
        source: of a document, as `bot.decisions.evidence.passage_record` has it.
        language: a language code; where there is no form for it, English is used.
    """
    page, section, month, names = FORMS.get(language, FORMS["en"])
    text = page.format(source["page"]) + (section.format(source["section"]) if source.get("section") else "")
    if source.get("date"):
        day = datetime.date.fromisoformat(source["date"])
        name = names.split()[day.month - 1] if names else ""
        told = month.format(month=name, number=day.month, year=day.year)
        text += f"（{told}）" if language in ("zh", "ja") else f" ({told})"
    return "\n".join(filter(None, (text, source.get("address"))))
