"""What stands in an innocent sentence and only looks like personal data: products, sizes, prices, standards, error codes."""

from collections.abc import Callable
from random import Random

BRANDS = ["Samsung", "PayPal", "Bosch", "Philips", "Visa", "Mastercard", "Anker", "Apple Pay", "Klarna", "Miele"]
PRODUCTS = {
    "en": [
        "1 TB Hard Drive",
        "9 Inch Square cake tin",
        "AX-200 desk lamp",
        "Rose Garden candle",
        "Grace dinner set",
        "Oxford Street tote bag",
        "Victoria sofa",
        "Park Lane desk",
        "Apple iPhone 15 Pro",
    ],
    "de": ["Stehlampe Clara 2000", "Kaffeemaschine KM-4500", "Bosch Bohrmaschine", "Pfanne 28 cm", "Leuchte Max 300"],
    "pt": ["luminária LX-300", "cafeteira Bella 110V", "furadeira Bosch 500", "panela de 24 cm"],
    "zh": ["台灯AX-200", "小米手机14", "不锈钢锅28厘米", "高压锅", "华为路由器AX3"],
    "hi": ["मिक्सर 750W", "प्रेशर कुकर 5L", "LED लाइट"],
    "hx": ["mixer 750W", "pressure cooker 5L", "LED light 12W"],
}
THINGS: dict[str, Callable[[Random], str]] = {
    "size": lambda random: random.choice(
        ["12 x 18 cm", "30 × 40 × 12 cm", "XL", "42 EU", "9 Inch Square", "15.6 inch", "1200 mm", "6 ft 2 in", "DIN A4", "32GB", "3/4 inch"]
    ),
    "standard": lambda random: random.choice(
        [
            "EN12477",
            "EN 11611",
            "ISO 9001:2015",
            "DIN EN 60598-1",
            "IP67",
            "IEC 62133-2",
            "GB 4943.1-2011",
            "ABNT NBR 14136",
            "BS 1363",
            "CE 0123",
            "RFC 2822",
        ]
    ),
    "error": lambda random: random.choice(["E10250", "E-204", "0x80070057", "ERR_1042", "404", "F07", "HTTP 503", "C-13455-022"]),
    "price": lambda random: random.choice(
        ["$1,299.00", "£49.99", "€ 1.299,00", "650 000 000 VND", "1 250 USD", "USD 3,400", "¥12800", "$19"]
    ),
    "lumens": lambda random: random.choice(["3000", "3000 4000 or 6000", "800", "1 200", "12000"]),
    "few": lambda random: str(random.randrange(2, 9)),
    "days": lambda random: random.choice(["14", "30", "60", "100"]),
    "weight": lambda random: random.choice(["1.250 kg", "800 g", "3 lb 4 oz", "12 kg"]),
    "volume": lambda random: random.choice(["1.5 l", "500 ml", "2000 ml", "5 L"]),
    "code": lambda random: random.choice(
        ["AX-200", "KM4500", "WH-1000XM5", "HX9911/09", "B07XJ8C8F5", "RTX 4090", "A4-2000", "SM-G991B", "T20-600", "LX-300"]
    ),
    "version": lambda random: random.choice(["4.2.1", "10.15.7", "2.0.0.1", "3.6.21", "22H2"]),
    "date": lambda random: random.choice(["14 March 2025", "2025-12-24", "12/24/2025", "the 3rd of May"]),
    "dedate": lambda random: random.choice(["14.03.2025", "31.12.2025", "24/12/2025", "1.5."]),
    "zhdate": lambda random: random.choice(["2025年12月31日", "12月31日", "2025-11-11"]),
    "big": lambda random: random.choice(["1,250,000", "2 500 000", "12.500", "120000", "3456789"]),
    "brand": lambda random: random.choice(BRANDS),
    "volt": lambda random: random.choice(["5 V / 3 A", "220-240 V, 50 Hz", "12 V", "19.5 V"]),
    "resolution": lambda random: random.choice(["1920 x 1080", "3840×2160", "2560x1440"]),
    "watt": lambda random: random.choice(["750W", "1200 W", "60瓦", "2000-2400 W"]),
    "yuan": lambda random: random.choice(["1299", "19.9", "128000", "399"]),
    "euro": lambda random: random.choice(["49,99 €", "1.299,00 €", "100 Euro"]),
    "real": lambda random: random.choice(["R$ 1.299,00", "R$ 49,90", "1.250 reais"]),
    "rupee": lambda random: random.choice(["₹1,24,999", "Rs. 2,499", "₹ 499", "15000 रुपये"]),
}


def thing(slot: str, language: str, random: Random) -> str:
    """What fills a slot of an innocent sentence."""
    return random.choice(PRODUCTS[language]) if slot == "product" else THINGS[slot](random)
