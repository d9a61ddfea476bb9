"""What the world's customers write: each kind of `data/redaction/`, and what only looks like it."""

import pytest

from data.redaction.patterns import redact


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("my social security number is 219-09-4521.", "my social security number is [id]."),
        ("加我微信 wx_limei2019 吧", "加我微信 [handle] 吧"),
        ("telegram: @nora_k92 or Skype id lars.holm", "telegram: @[handle] or Skype id [handle]"),
        ("UPI kavitha.s@okhdfc par", "UPI [payment address] par"),
        ("Telegram @inesmarlow, insta: @ines", "Telegram @[handle], insta: @[handle]"),
        ("instagram ines.marlow or WeChat: inesmarlow", "instagram [handle] or WeChat: [handle]"),
        ("my phone shows the code 448 213", "my phone shows the code [code]"),
        ("12 गांधी मार्ग", "[address]"),
        ("I got the code 448 213, der TAN-Code 902417", "I got the code [code], der TAN-Code [code]"),
        ("Gerhart-Hauptmann-Str. 112, 90763 Fürth", "[address]"),
        ("请寄到广东省深圳市南山区科技园南区R2-B栋3楼", "请寄到[address]"),
        ("Deliver to 12/4 गांधी नगर, जयपुर 302015", "Deliver to [address]"),
        ("RMA 88121, Sendungsnummer JJD0099 9999 9999 9", "RMA [booking], Sendungsnummer [booking]"),
        ("CPF 529.982.247-25, CNPJ 11.222.333/0001-81", "CPF [id], CNPJ [id]"),
        ("PAN is ABCPE1234F and NI number QQ 12 34 56 C.", "PAN is [id] and NI number [id]."),
        ("Aadhaar 2341 2341 2346", "Aadhaar [id]"),
        ("मेरा आधार नंबर 2341 2341 2346 है", "मेरा आधार नंबर [id] है"),
        ("12345678Z or X1234567L", "[id] or [id]"),
        ("HKID A123456(3), Taiwan A123456789", "HKID [id], Taiwan [id]"),
        ("paid with 4111.1111.1111.1111 or 4111 - 1111 - 1111 - 1111", "paid with [card] or [card]"),
        ("IBAN DE89-3704-0044-0532-0130-00 please", "IBAN [account] please"),
        ("max.müller@web.example or jürgen@bücher.example", "[email] or [email]"),
        ("https://shop.example/u?email=jane.roe%40example.com&x=1", "https://shop.example/u?email=[email]&x=1"),
        ("发到王伟12@例子.中国就行", "发到[email]就行"),
        ("jane arroba mail ponto com, jane (at) web punkt de", "[email], [email]"),
        ("my password is hunter2! and pw: Tr0ub4dor", "my password is [password]! and pw: [password]"),
        ("密码是woaini520，验证码是482910", "密码是[password]，验证码是[code]"),
        ("The code you texted me is 482910.", "The code you texted me is [code]."),
        ("Kennzeichen M-AB 1234, 车牌京A12345", "Kennzeichen [plate], 车牌[plate]"),
        ("車牌 京AB1C23, 川A·U0Q9J和粤B·D1J23", "車牌 [plate], [plate]和[plate]"),
        ("born on 14 March 1984", "born on [birthday]"),
        ("the login came from 84.23.17.99", "the login came from [ip]"),
        ("call １３８\u200b００１３８０００", "call [phone]"),
        ("call me 555.123.4567 x89", "call me [phone] x89"),
        ("House No. 97, Gandhi Nagar, Jaipur", "[address]"),
        ("मेरा पता: मकान नंबर 5, सेक्टर 15, नोएडा", "मेरा पता: [address]"),
    ],
)
def test_takes_what_customers_of_the_world_write(text: str, redacted: str) -> None:
    assert redact(text).text == redacted


@pytest.mark.parametrize(
    "text",
    [
        "The photo frame takes the 1 TB Hard Drive, not the 2 TB Portable Hard Drive.",
        "certified to EN12477 and the apron to EN11611",
        "the 9 Inch Square cake tin, the 12 Inch Square one does not",
        "What does error E10250 on the mixer mean?",
        "3000 4000 or 6000 lumens, and the set costs 650 000 000 VND.",
        "ISO 9001:2015, IEC 62133-2, GB 4943.1-2011",
        "model UE55AU7172 in 3840x2160, B07XJ8C8F5",
        "Article 10045872, EAN 4006381333931",
        "Version 10.0.19045.3803, open 192.168.1.1",
        "my password is wrong, the password reset link",
        "use code SAVE20, voucher code 99182",
        "error code 448 213, the product code 448213",
        "微信支付, our Telegram channel, Skype calls",
        "广东省深圳市南山区有两家门店, 请寄给我们",
        "arrived at this point in time",
        "I have had it since 1998",
    ],
)
def test_leaves_products_and_prices_alone(text: str) -> None:
    assert redact(text) == (text, {})


def test_reports_by_kind() -> None:
    removed = redact("4111 1111 1111 1111, jane@example.com, CPF 529.982.247-25, password: hunter2").removed
    assert removed == {"card": 1, "email": 1, "id": 1, "password": 1}


@pytest.mark.parametrize(
    "text",
    [
        "can we chat: tomorrow",
        "VX model-200 and WX series-9",
        "see instagram www.shop.com",
        "your display shows code 100200",
        "The oven blinks with code 100200",
        "12 महीने वारंटी मार्ग",
        "24 घंटे ग्राहक मार्गदर्शन",
    ],
)
def test_what_only_looks_like_a_handle_a_code_or_a_street_stays(text: str) -> None:
    assert redact(text).text == text
