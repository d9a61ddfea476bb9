"""What only looks like a number of somebody: prices, sizes, amounts, standards, models, error codes."""

import re

from data.both_scripts import compiled

# How far before a number a word counts that says what it is.
BEFORE = 32
CALLED = compiled(
    r"(?:\b(?:errors?|fault|err|model|version|firmware|build|standard|norm|part|sku|article|item|asin|ean|isbn|upc|series|type|size"
    r"|error code|fehler\w{0,10}|modell"
    r"|artikel\w{0,8}|erro|modelo|versão|norma|erreur|modèle|errore|modello|error|código de erro|article|rfc|iso|din|en|iec|astm|bs|gb"
    r"|jis|ansi"
    r"|ul|nbr|ieee|vde|vin)|错误|故障|型号|标准|编码|货号|版本|एरर|मॉडल|त्रुटि|エラー|型番)"
    r"(?:[ -]?(?:code|number|no\.?|nr\.?|message|codes|nummer|代码|号|码|कोड|コード))?[ :#.-]{0,3}$",
    re.IGNORECASE,
)
CURRENCY = r"[€$£¥₹₽₩₫฿]|R\$|\b(?:USD|EUR|GBP|CNY|RMB|INR|VND|JPY|KRW|BRL|CAD|AUD|CHF|Rs\.?|US\$|HK\$|NT\$)"
PRICED = re.compile(rf"(?:{CURRENCY}) ?$", re.IGNORECASE)
UNIT = (
    rf"(?:{CURRENCY}|(?:lumens?|lm|lúmen(?:e?s)?|lux|euros?|dollars?|pounds?|yuan|reais|real|rupees?|pesos?|yen|won|dong|đ|kr"
    r"|m?Ah|k?Wh|mm|cm|ml|k?g|mg|lbs?|oz|km|miles|points|pieces|pcs|units|hours?|days?|people|customers|orders|parcels|items|pixels?|px"
    r"|rpm|Hz|GHz|MHz"
    r"|bytes?|[KMGT]B|[KMGT]bps|hPa|Pa|bar|psi|watts?|volts?|lux|steps|Stück|Euro|Watt|Lumen|Kunden|unidades|peças|clientes"
    r"|pedidos)(?![^\W\d_])"
    r"|流明|元|块|円|원|件|个|個|台|次|人|天|小时|公里|毫米|厘米|公分|公尺|毫升|公升|公?[斤克]|蚊|坪|像素|लुमेन|रुपये|रुपए|लोग)"
)
MEASURED = compiled(rf"(?: ?(?:or|and|to|und|oder|bis|ou|e|a|或|和|到|या|और|[-–/,~])? ?\d[\d.,]{{0,9}}){{0,3}} ?{UNIT}", re.IGNORECASE)
# 3840x2160, 30 × 40; behind a blank alone, “x89” is a telephone's extension.
MULTIPLIED = re.compile(r" [x×] \d|[x×]\d")


def is_innocent(match: re.Match[str]) -> bool:
    """Whether the words beside a match say that it is a price, an amount, a model or the like."""
    text, (start, end) = match.string, match.span(match.lastgroup or 0)
    before = text[max(0, start - BEFORE) : start]
    return bool(
        CALLED.search(before)
        or PRICED.search(before)
        or MEASURED.match(text, end)
        or MULTIPLIED.match(text, end)
        or _is_round(match.group())
    )


def may_be_personal(match: re.Match[str]) -> bool:
    """The opposite, as a test of a kind."""
    return not is_innocent(match)


def _is_round(found: str) -> bool:
    """Whether it is a large number in groups of thousands that ends with zeros, or two: 650 000 000, 3000 4000."""
    return re.fullmatch(r"\d{1,3}(?:[ .,]\d{3}){0,4}[ .,]000|\d\d?00 \d\d?00", found) is not None
