"""Messages that ask one thing, and messages that ask several."""

import pytest

from bot.decisions.splitting import MOST, clauses_of, questions_of, told_besides, without_link


@pytest.mark.parametrize(
    "text",
    [
        "where is my order?",
        "Hello, I bought a kettle last week and it beeps all night.",
        "My mixer is five years old and out of warranty. What would a repair cost?",
        "how long and wide is the table",
        "does it go in the dishwasher or do I scrub it by hand?",
        "is the paint all right if he chews it, which he will",
        "我的订单到哪里了？",
        "My aunt, who has never bought anything online, wants to know how it works. Which ways of paying are there?",
        "We had guests, somebody knocked a candle over and you can guess where the wax went. Nobody knows how. How do I get it out?",
        "So I was at my sister's and she has the same kettle, we got to talking, and mine has no lid. Could I buy just the lid?",
        "What a day, who would have thought. When I was a student I had no money. Do you give students something off?",
        "How are you today? Where is my order?",
        "¿Tenéis la taza, que es azul, en verde?",
        "Wann kommt mein Paket, brauche es dringend",
        "I need a mug, the man who called said it is in stock",
        "Where is my parcel? Someone must have taken it.",
        "订单已经处理好了。什么时候发货？",
        "我的退款在处理中，多久到账",
        "我这边张女士已经付款了，什么时候发货？",
        "我无论如何都要退货，运费谁出？",
        "Does it fit men, women and any child over ten years?",
        "Can you ship the mug, separately from the plate?",
        "How are you, I bought a lamp last week. Can I return it?",
        "Is it just me or does the page not load? Which browsers do you support?",
        "What a lovely little shop! Do you deliver to Wales?",
        "我老公问我为什么买这么贵的水壶，我说好看啊。怎么除水垢？",
        "",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    assert questions_of(text) == [text]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("do you take mastercard and do you post to the Czech Republic", "mastercard", "Czech"),
        ("What is the postage to Bologna, and roughly when would it get there?", "postage", "when"),
        ("How do I send it back? And when do I get my money?", "send it back", "money"),
        ("I'd like to stop my order, and when would the money be back?", "stop", "money"),
        ("How are you going to refund me? And when will the new one arrive?", "refund", "arrive"),
        ("Is it me who pays for the return? How long does it take?", "pays", "long"),
        ("What an exchange costs? Can I pay with PayPal?", "exchange", "PayPal"),
        ("My mixer rattles. Separately, how much flour does it take?", "rattles", "flour"),
        ("How do I get the wax out? Also, the lamp came with its glass broken.", "wax", "glass"),
        ("you still owe me for the lamp, look into it. and how do i turn the beeping off", "owe", "beeping"),
        ("someone please ring me about my order. also is it free postage over fifty", "ring", "postage"),
        ("Please have somebody trace my refund, and d'you take Amex", "refund", "Amex"),
        ("Our club wants to know if the boxes are recycled. Also, is there a shop?", "boxes", "shop"),
        ("Quiero hablar con una persona, y otra cosa, aceptáis PayPal?", "persona", "PayPal"),
        ("送料はいくらですか。あと電話は何時までですか", "送料", "電話"),
        ("锅生锈了有啥法子，还有它能不能进洗碗机", "生锈", "洗碗机"),
        ("寄杭州邮费多少 再包一下送人另外收费不", "邮费", "收费"),
        ("1、柠檬汁够不够劲 2、声音能否关闭", "柠檬", "声音"),
        ("能用微信付吗？付完能不能开发票", "微信", "发票"),
        ("Saga会缩水么，缩了能换大一号的不", "Saga", "大一号"),
        ("whats postage to Wales, and could you wrap it as a present", "Wales", "present"),
        ("Until what time are you open on Saturday, and could I collect an order while I'm in?", "Saturday", "collect"),
        ("Wann kommt mein Paket, und was kostet die Rücksendung?", "Paket", "Rücksendung"),
        ("Bis wann habt ihr samstags auf und darf der Hund mit rein?", "samstags", "Hund"),
        ("Was kostet der Versand nach Köln, und geht das auch an eine Packstation?", "Versand", "Packstation"),
        ("how do i get the chalk out of my kettle + how do i mute it", "chalk", "mute"),
        ("how much is delivery, by the way can i pay by paypal", "delivery", "paypal"),
        ("Hallo, kann ich mit PayPal zahlen und liefert ihr auch in die Schweiz?", "PayPal", "Schweiz"),
        ("¿Puedo pagar con PayPal y hacéis envíos a México?", "PayPal", "México"),
        ("do u ship to portugal n how long", "portugal", "how long"),
        ("I still wonder whether students get money off. Also what's your phone number?", "students", "phone"),
        ("Where is my parcel, and if I'm out tomorrow, can it go to the chap at number 5?", "parcel", "tomorrow"),
        ("订单想加一个杯子 什么时候能发货到广州", "杯子", "广州"),
        ("發票怎麼開？順便問，寄到成都要幾天", "發票", "成都"),
        ("請問宅配到台南要幾天，另外可以用信用卡分期嗎", "台南", "分期"),
        ("發票可以打統編嗎，能否補寄紙本", "統編", "紙本"),
        ("有冇現貨？同埋幾時可以寄出", "現貨", "寄出"),
        ("呢件衫可唔可以換碼，點樣寄返俾你哋", "換碼", "寄返"),
        ("張枱係咪實木嚟，邊度可以睇到實物", "實木", "實物"),
        ("متى يصل طلبي وهل يمكنني تغيير العنوان", "طلبي", "العنوان"),
    ],
)
def test_two_questions_are_told_apart_in_their_order(text: str, first: str, second: str) -> None:
    parts = questions_of(text)
    assert len(parts) == 2
    assert first in parts[0]
    assert second in parts[1]


def test_what_is_told_stays_with_the_question_that_follows() -> None:
    parts = questions_of("I live in Oslo. What does delivery cost? My niece likes candles. Do you wrap presents?")
    assert parts == ["I live in Oslo. What does delivery cost?", "My niece likes candles. Do you wrap presents?"]


def test_a_letter_full_of_questions_is_one_question() -> None:
    text = "Where is it? When does it come? Who brings it? What does it cost?"
    assert len(questions_of(text)) <= MOST
    assert questions_of(text) == [text]


def test_clauses_are_cut_at_commas_and_joined_where_they_say_too_little() -> None:
    assert clauses_of("Can it come wrapped, and if I order tonight how many days does it need?") == [
        "Can it come wrapped", "and if I order tonight how many days does it need?",
    ]  # fmt: skip
    assert clauses_of("do you deliver here, how many days, how much?") == ["do you deliver here", "how many days, how much?"]
    assert clauses_of("hello there") == ["hello there"]


@pytest.mark.parametrize(
    ("part", "alone"),
    [
        ("And do you have gift cards?", "do you have gift cards?"),
        ("Also, what does it cost", "what does it cost"),
        ("One more thing: what does it cost", "what does it cost"),
        ("还有你们几点关门", "你们几点关门"),
        ("順便問，寄到成都要幾天", "寄到成都要幾天"),
        ("仲有，幾時寄", "幾時寄"),
        ("And how?", "And how?"),
        ("Android app crashes at once", "Android app crashes at once"),
    ],
)
def test_words_that_only_link_a_question_to_the_one_before_are_left_out(part: str, alone: str) -> None:
    assert without_link(part) == alone


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("The saucer is cracked, and also a cup is missing", "saucer", "cup"),
        ("I forgot my password. While I'm at it, where do I put a new e-mail?", "password", "e-mail"),
        ("No refund has come yet and i also want off the list", "refund", "list"),
        ("Der Deckel fehlt, außerdem ist der Topf verbeult", "Deckel", "Topf"),
        ("退款没到，另外帮我退订", "退款", "退订"),
    ],
)
def test_what_is_told_besides_is_answered_by_itself(text: str, first: str, second: str) -> None:
    parts = told_besides(text)
    assert len(parts) == 2
    assert first in parts[0]
    assert second in parts[1]


@pytest.mark.parametrize("text", ["Can the pan also go in the oven?", "it's cracked and bent", "My cup came broken.", ""])
def test_also_within_one_question_parts_nothing(text: str) -> None:
    assert told_besides(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Can I return the lamp, the shade, and the bulb that came with it?",
        "Can I wash the mug and the lid too?",
        "My parcel came yesterday. And can I return it?",
        "Where is my order? Also thanks for your help!",
        "I have the receipt from when I bought it. How do I return it?",
    ],
)
def test_what_only_looks_like_a_second_question_is_none(text: str) -> None:
    assert questions_of(text) == [text]
