import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.redaction.patterns import redact


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("call 07700 900123 or (020) 7946 0123", "call [phone] or [phone]"),
        ("+44 20 7946 0123, +86 139-1234-5678, 0044 7700 900 123", "[phone], [phone], [phone]"),
        ("ring 212-555-0123 or 555-0123", "ring [phone] or [phone]"),
        ("我的手机１３８００１３８０００谢谢", "我的手机[phone]谢谢"),
        ("电话138 0013 8000找王芳", "电话[phone]找王芳"),
        ("write to jane.doe+shop@mail.example.com.", "write to [email]."),
        ("邮箱li.lei@example.cn，谢谢", "邮箱[email]，谢谢"),
        ("card 4111 1111 1111 1111 exp 11/27", "card [card] exp 11/27"),
        ("卡号5500-0055-5555-5559被拒", "卡号[card]被拒"),
        ("Amex 371449635398431", "Amex [card]"),
        ("身份证11010519491231002X号", "身份证[id]号"),
        ("order JL-482913, jl482913, #482913, order 482913", "order [order], [order], [order], order [order]"),
        ("订单号JL-482913没到，订单482913", "订单号[order]没到，订单[order]"),
        ("tracking 00340434292135100186", "tracking [number]"),
        ("parcel RR123456789CN or 1Z999AA10123456784", "parcel [number] or [number]"),
        ("my booking reference is K7X9QZ, PNR: ABCDEF", "my booking reference is [booking], PNR: [booking]"),
        ("IBAN DE89 3704 0044 0532 0130 00.", "IBAN [account]."),
        ("to 14 Cobbler's Yard, London SW1A 1AA", "to [address]"),
        ("寄到人民路88号", "寄到[address]"),
        ("寄到阳光小区6号楼2单元301，光明村九组12号", "寄到[address]，[address]"),
        ("jane (at) mail (dot) com, li at mail dot example dot org, bo @ mail . de", "[email], [email], [email]"),
        ("(412) 555 0123, 412 555 0123, 98765 43210, 612 345 678", "[phone], [phone], [phone], [phone]"),
        ("HK 9123 4567, (11) 91234-5678, 8 (916) 123-45-67", "HK [phone], [phone], [phone]"),
        ("iban de89 3704 0044 0532 0130 00 and gb29nwbk60161331926819", "iban [account] and [account]"),
        ("sort code 20-00-00, or 20-00-00 55779911", "sort code [account], or [account]"),
        ("110105 19491231 002X", "[id]"),
        ("order ORD-2025-48291, order no. 4829-1003, order id 482913", "order [order], order no. [order], order id [order]"),
        ("203-1234567-7654321 and 订单编号是482913，订单号4829-1003", "[number] and 订单编号是[order]，订单号[order]"),
        (
            "conf # K7X9QZ, Confirmation # is HONEQY, K7X9QZ is my booking",
            "conf # [booking], Confirmation # is [booking], [booking] is my booking",
        ),
        ("Case number 16938367, Ticket 006-2471 6543 91", "Case number [booking], Ticket [booking]"),
        ("AAdvantage 4L4L0D3, membership no. 844 759 221", "AAdvantage [booking], membership no. [booking]"),
        ("AB 1234 5678 9GB, 9400 1000 0000 0000 0000 00", "[number], [number]"),
        ("to 12 Ocean Pkwy, 742 W 57th Street or 5 42nd St", "to [address], [address] or [address]"),
        ("i live at 42 wallaby way st, PO Box 1234", "i live at [address], [address]"),
        ("Hauptstraße 12, Am Alten Markt 3, Keizersgracht 174", "[address], [address], [address]"),
        ("12 rue de la Paix or Calle de Alcalá 50 or ul. Długa 5/6", "[address] or [address] or [address]"),
        ("zip code 94107, postcode sw1a 1aa, K1A 0B1, 邮编100080", "zip code [address], postcode [address], [address], 邮编[address]"),
    ],
)
def test_takes_personal_data_out(text: str, redacted: str) -> None:
    assert redact(text).text == redacted


@pytest.mark.parametrize(
    "text",
    [
        "on 2025-03-14 at 10:30 for 49.90",
        "12/11/2017, flight DL4047, gate 22",
        "2-3 working days, 3.90, free from 50",
        "1,250.00 pounds and 30-40 days",
        "E14, at most 25 W, M6×40, 14C28N, 600 g/m²",
        "我等了15天，花了299元",
        "the confirmation email says 3 to 5 days",
        "your reservation number has six letters",
        "case closed after 24 hours",
        "meet @delta. My flight @ LAX. Deplaned at 9, 11c @ mco. In line",
        "2019 2020, purchase 50000 miles, use code SAVE20",
        "45 minutes down the road, to 3 people in the street",
        "我不知道15号能不能到，走路13号开始",
    ],
)
def test_leaves_the_rest_alone(text: str) -> None:
    assert redact(text) == (text, {})


def test_counts_what_it_took_out() -> None:
    assert redact("a@example.com, b@example.com, 07700 900123").removed == {"email": 2, "phone": 1}


@given(st.text())
def test_twice_is_once(text: str) -> None:
    once = redact(text).text
    assert redact(once).text == once


@given(st.integers(min_value=10**14, max_value=10**15 - 1))
def test_a_card_is_told_by_its_check_digit(number: int) -> None:
    """Sixteen digits that begin with 4; one that fails the check is only a number."""
    cards = [redact(f"4{number}{digit}").text for digit in range(10)]
    assert sorted(cards) == ["[card]", *["[number]"] * 9]


@pytest.mark.parametrize("digits", ["4111111111111111", "４１１１１１１１１１１１１１１１", "٤١١١١١١١١١١١١١١١"])
def test_a_card_is_told_in_digits_of_any_script(digits: str) -> None:
    assert redact(digits).text == "[card]"


@pytest.mark.parametrize(
    ("number", "redacted"),
    [
        ("11010519491231002X", "[id]"),
        ("11010519491231002x", "[id]"),
        ("440524188001010014", "[id]"),
        ("110105194912310021", "[number]"),
    ],
)
def test_a_chinese_id_is_told_by_its_check_character(number: str, redacted: str) -> None:
    assert redact(number).text == redacted
