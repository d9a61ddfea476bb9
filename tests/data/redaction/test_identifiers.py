"""Identifiers besides numbers: places, keys, doors' codes, profiles, what is spelt out; and what looks like them."""

import pytest

from data.redaction.patterns import redact

GONE = [
    ("We live at 48.208174, 16.373819, behind the church", "48.208174, 16.373819"),
    ("We are at 116.397428,39.90923", "116.397428"),
    ("Park at -122.4194,37.7749 please", "122.4194"),
    ("Park at -122.4194,37.7749 please", "37.7749"),
    ("The driver can use what3words ///filled.count.soap", "filled.count.soap"),
    ("Refund me to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq please", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
    ("the API key is sk_live_51H8xQ2eZvKYlo2C0aBcDeFgH", "sk_live_51H8xQ2eZvKYlo2C0aBcDeFgH"),
    ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N", "eyJzdWIiOiIxMjM0In0"),
    ("It is at https://track.dpd.example/r?lang=de&token=9f8e7d6c5b4a3f", "9f8e7d6c5b4a3f"),
    ("https://shop.example/new?reset_token=9f8e7d6c5b4a3f", "9f8e7d6c5b4a3f"),
    ("https://shop.example/r?lang=de&refresh_token=9f8e7d6c5b4a3f", "9f8e7d6c5b4a3f"),
    ("https://shop.example/f.pdf?X-Amz-Signature=9f8e7d6c5b4a3f", "9f8e7d6c5b4a3f"),
    ("the security code on the back is 482", "482"),
    ("The door code is 4711#, third floor", "4711#"),
    ("小区门禁密码是8832，三楼", "8832"),
    ("I was born on the third of May 1987", "third of May 1987"),
    ("ich bin am 3. Mai 1987 geboren", "3. Mai 1987"),
    ("我是1987年5月3日出生的", "1987年5月3日"),
    ("my frequent flyer number is BA 12345678", "BA 12345678"),
    ("patient number 4455-221-98", "4455-221-98"),
    ("my tax number is 12/345/67890", "12/345/67890"),
    ("my insurance is 4455221", "4455221"),
    ("the policy number is 4455", "4455"),
    ("my employee ID is 4821", "4821"),
    ("my tax code is 1257L", "1257L"),
    ("Vertragsnummer: 12 345 678", "12 345 678"),
    ("my gift card is GC-8F3K-22LM-9QPT", "GC-8F3K-22LM-9QPT"),
    ("BIC COBADEFFXXX", "COBADEFFXXX"),
    ("my MAC is 00:1A:2B:3C:4D:5E", "00:1A:2B:3C:4D:5E"),
    ("my skype is live:.cid.a1b2c3d4e5f6", "a1b2c3d4e5f6"),
    ("find me on Discord: ines#1234", "ines#1234"),
    ("linkedin.com/in/ines-weber-4b2a1", "ines-weber"),
    ("https://www.facebook.com/ines.weber.92 is my profile", "ines.weber.92"),
    ("https://www.linkedin.com/in/jane-doe-123", "jane-doe"),
    ("see https://de.linkedin.com/in/janedoe", "janedoe"),
    ("pay me at www.paypal.me/janedoe", "janedoe"),
    ("https://paypal.com/paypalme/janedoe", "janedoe"),
    ("my page: https://de-de.facebook.com/jane.doe.92", "jane.doe"),
    ("mail me: i n e s @ g m a i l . c o m", "g m a i l"),
    ("call me on oh seven seven double oh nine hundred one two three", "seven seven"),
    ("电话一三八零零一三八零零零", "一三八零零一三八零零零"),
    ("〒150-0001 東京都渋谷区神宮前1-2-3", "神宮前1-2-3"),
    ("서울특별시 강남구 테헤란로 123", "테헤란로 123"),
    ("테헤란로 123에 살아요", "테헤란로 123"),
    ("세종대로 110번지입니다", "세종대로 110"),
    ("강남구 역삼로7길 12", "역삼로7"),
    ("부산시 해운대로 570번길 12로 보내주세요", "해운대로 570"),
    ("Энтузиастов живу: ш. Энтузиастов, д. 12", "12"),
    ("Улица Мира, 7", "Мира, 7"),
    ("ул. Ленина, д. 5, кв. 12, Москва", "Ленина"),
]
STAYS = [
    "The default door code of the safe is 0000.",
    "The factory PIN of the lock box: code 1234 is printed inside.",
    "The door is 203 cm wide and the gate 1200 mm.",
    "Follow us on facebook.com/juniperlane or instagram.com/juniperlane.",
    "I bought the olive:green shirt and the alive:again mug.",
    "Our jobs are on www.linkedin.com/company/juniperlane.",
    "The tax is 19 % and the serial number is on the back.",
    "One, two, three and you are done.",
    "Order two, three or four of them, we have seven.",
    "三二一，开始！一共四五六种",
    "See https://shop.example/help?lang=de&page=2",
    "born in 1987, our company is the oldest in town",
    "택배로 2일 걸립니다",
    "카드로 3개월 할부 됩니다",
    "앞으로 3일 기다려 주세요",
    "버스로 10분 거리입니다",
    "오늘도 카드로 3 개월 할부 됩니다",
    "택배로 5,000원입니다, 카드로 12000원입니다",
    "신용카드로 10% 할인",
    "이메일로 2 부탁드려요",
    "The import tax is 250 EUR for that.",
    "Import tax: 19.99 EUR, or 1.500,00 €",
    "Our gift card 100 EUR is the smallest, the gift card 100 too.",
    "Our return policy: 365 days, the policy 2024 says.",
    "The insurance is 1500 EUR, insurance 100% refund.",
    "Die Steuer ist 120 Euro, the contract is 365 days.",
    "The tax is USD 1250.",
    "The serial is 1200 mm and the meter 500 kWh.",
    "наш Магазин в Москве, 5 минут от метро",
    "Ваш Заказ в пути, 3 дня",
    "улица Мира в центре, 10 минут пешком",
    "IP67, 2.4 GHz, version 12.4.1, 1.2345 mm",
    "The contract runs for 24 months and 30 days.",
]


@pytest.mark.parametrize(("text", "secret"), GONE)
def test_what_goes(text: str, secret: str) -> None:
    once = redact(text).text
    assert secret not in once
    assert redact(once).text == once


@pytest.mark.parametrize("text", STAYS)
def test_what_stays(text: str) -> None:
    assert redact(text).text == text
