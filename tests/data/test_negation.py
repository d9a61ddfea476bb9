"""What isn't wanted is taken out, and what doesn't work stays."""

import time

import pytest

from data.negation import only_refused, without_refused

SET_RIGHT = [
    ("do not unsubscribe me, I just want my invoice", "I just want my invoice"),
    ("no I don't want my money back, I want a new jug", "I want a new jug"),
    ("I don’t want my money back I want a new jug", "I want a new jug"),
    ("I don't want a refund but a replacement", "a replacement"),
    ("I'm not asking for a discount. Where do I find the invoice?", "Where do I find the invoice?"),
    ("My jug is chipped, I don't want a refund. Can you send a new one?", "My jug is chipped. Can you send a new one?"),
    ("No, not the opening hours, thanks. How far is the car park?", "How far is the car park?"),
    ("It isn't broken, it's just too small for us", "it's just too small for us"),
    ("Don't touch the address, the address is right! I need two more plates", "I need two more plates"),
    ("we don't need an invoice and I don't want a gift box, only tell me when it comes", "only tell me when it comes"),
    ("不是要取消，我想改地址", "我想改地址"),
    ("不是要取消我想改地址", "我想改地址"),
    ("我不要退款，我要换一个", "我要换一个"),
    ("別取消我的訂單，只是想改地址", "只是想改地址"),
    ("不是问运费，是问几天能到", "是问几天能到"),
    ("唔好取消我張單，我想改地址", "我想改地址"),
    ("唔係要退錢，我想換個新嘅", "我想換個新嘅"),
    ("Ich will nicht stornieren, sondern die Adresse ändern", "die Adresse ändern"),
    ("Bitte nicht stornieren, ich möchte nur die Adresse ändern", "ich möchte nur die Adresse ändern"),
    ("Es geht mir nicht um die Rechnung, wo ist mein Paket?", "wo ist mein Paket?"),
    ("No quiero cancelar, quiero cambiar la dirección", "quiero cambiar la dirección"),
    ("No quiero un reembolso sino una jarra nueva", "una jarra nueva"),
    ("Je ne veux pas annuler, je veux changer l'adresse", "je veux changer l'adresse"),
    ("Je n'ai pas besoin de la facture, où est mon colis ?", "où est mon colis ?"),
]
ONLY_REFUSED = [
    "please don't cancel my order",
    "Don't cancel it, thanks!",
    "I am not trying to return anything.",
    "請不要取消我的訂單",
    "唔該唔好取消我張單",
    "Bitte stornieren Sie meine Bestellung nicht",
    "Por favor, no cancelen mi pedido",
    "N'annulez pas ma commande s'il vous plaît",
]
PROBLEMS = [
    "my parcel has not arrived",
    "I can't log in",
    "don't know how to pay",
    "it doesn't work",
    "I'm not receiving your e-mails",
    "not the right size, what now?",
    "not what I ordered",
    "not received yet",
    "no confirmation e-mail",
    "I haven't received my refund, and it isn't in my account",
    "The lamp isn't turning on",
    "Don't you deliver to Norway?",
    "why don't you answer?",
    "I want to send it back because I don't want it",
    "I don't want it any more, how do I send it back?",
    "please don't send me any more e-mails",
    "don't ship my order, I've made a mistake",
    "I don't want your newsletter",
    "我没收到包裹",
    "不能登录怎么办",
    "不知道怎么付款",
    "不想要了，怎么退",
    "这不是我要的颜色",
    "不要再给我发广告了",
    "我不想再收到邮件",
    "Mein Paket ist nicht angekommen",
    "Ich weiß nicht, wie ich bezahlen soll",
    "Ich habe keine Rechnung erhalten",
    "Ich möchte keine E-Mails mehr bekommen",
    "Ich brauche Hilfe, weil es nicht geht",
    "Mi paquete no ha llegado",
    "no sé cómo pagar",
    "No quiero recibir más correos",
    "Mon colis n'est pas arrivé",
    "je ne sais pas comment payer",
    "Je ne veux plus recevoir vos mails",
    "Where is my order?",
    "",
]


@pytest.mark.parametrize(("text", "wanted"), SET_RIGHT)
def test_what_is_wanted_remains(text: str, wanted: str) -> None:
    assert without_refused(text) == wanted
    assert not only_refused(text)


@pytest.mark.parametrize("text", ONLY_REFUSED)
def test_where_nothing_else_is_said_the_text_stays_and_is_known_for_it(text: str) -> None:
    assert without_refused(text) == text
    assert only_refused(text)


@pytest.mark.parametrize("text", PROBLEMS)
def test_problems_wishes_and_questions_stay(text: str) -> None:
    assert without_refused(text) == text
    assert not only_refused(text)


def test_a_refusal_never_becomes_its_contrary() -> None:
    assert "I want to cancel" not in without_refused("I'm not saying I want to cancel, where is it?")
    assert not without_refused("不是要退钱，是想换个大一号的").startswith("是要退钱")
    assert "我要取消" not in without_refused("不是说我要取消，我要改地址")


@pytest.mark.parametrize("piece", [" ", ". ", "- ", "no ", "I don't want ", "没", "not a ", "....", "ich will "])
def test_a_long_text_is_read_in_no_time(piece: str) -> None:
    started = time.perf_counter()
    without_refused(piece * 3000 + "x")
    assert time.perf_counter() - started < 1
