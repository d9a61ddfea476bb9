import pytest

from data.records import AGENT, CUSTOMER, Role
from data.redaction.names import mask_names, names_in


@pytest.mark.parametrize(
    ("role", "text", "masked"),
    [
        (CUSTOMER, "My name is Ottilie Braithwaite, hello", "My name is [name], hello"),
        (CUSTOMER, "It is broken. Best wishes, Rosalind Achterberg", "It is broken. Best wishes, [name]"),
        (CUSTOMER, "您好，我姓刘，刘建国", "您好，我姓刘，[name]"),
        (CUSTOMER, "请改成我先生赵伟东的名字", "请改成我先生[name]的名字"),
        (CUSTOMER, "寄给李娜就行", "寄给[name]就行"),
        (CUSTOMER, "谢谢，周子轩 敬上", "谢谢，[name] 敬上"),
        (CUSTOMER, "this is Ann Lee speaking", "this is [name] speaking"),
        (CUSTOMER, "It never came. Thanks, Samson", "It never came. Thanks, [name]"),
        (CUSTOMER, "the parcel is for Mrs Harcourt-Wynne", "the parcel is for Mrs [name]"),
        (AGENT, "Hi Finn, drivers don't swap parcels, Finn.", "Hi [name], drivers don't swap parcels, [name]."),
        (AGENT, "I hope this is helpful, Riley.", "I hope this is helpful, [name]."),
        (AGENT, "王女士您好，快递7-10天到。", "[name]女士您好，快递7-10天到。"),
        (AGENT, "Émile, we are sorry about that, Émile", "[name], we are sorry about that, [name]"),
        (AGENT, "Sorry about the delay Łucja.", "Sorry about the delay [name]."),
        (AGENT, "It leaves on Monday. - Noor", "It leaves on Monday. - [name]"),
        (CUSTOMER, "Hi, this is Zeynep. Zeynep Şen", "Hi, this is [name]. [name]"),
        (CUSTOMER, "Hello, Ada Lindgren here.", "Hello, [name] here."),
        (CUSTOMER, "I'm Omar and I booked two rooms", "I'm [name] and I booked two rooms"),
        (CUSTOMER, "the gate agent Brenda helped, thank Brenda!", "the gate agent [name] helped, thank [name]!"),
        (CUSTOMER, "it is for my son Tomás de la Vega", "it is for my son [name]"),
        (CUSTOMER, "I spoke to Karl's colleague", "I spoke to [name]'s colleague"),
        (CUSTOMER, "booked under Mirela Popescu.", "booked under [name]."),
        (CUSTOMER, "Never again. Thank you! Jess", "Never again. Thank you! [name]"),
        (CUSTOMER, "hi, my name is bronwyn o'dea and it is late", "hi, my name is [name] and it is late"),
        (CUSTOMER, "hi i'm thiago dos santos Where is it", "hi i'm [name] Where is it"),
        (CUSTOMER, "is it late? thanks, nnamdi okafor", "is it late? thanks, [name]"),
        (CUSTOMER, "hi i'm trying to pay", "hi i'm trying to pay"),
        (CUSTOMER, "ok thanks, will do", "ok thanks, will do"),
        (CUSTOMER, "Dear Mr de Vries", "Dear Mr de [name]"),
        (CUSTOMER, "first name Ngaio", "first name [name]"),
        (CUSTOMER, "我叫林小满。", "我叫[name]。"),
        (CUSTOMER, "收货人：欧阳锋，联系人是柯雨", "收货人：[name]，联系人是[name]"),
        (CUSTOMER, "我是买买提·艾力，昨天买的", "我是[name]，昨天买的"),
        (CUSTOMER, "我老公张磊签收的", "我老公[name]签收的"),
        (AGENT, "亲爱的葛兰，包裹由李芳签收", "亲爱的[name]，包裹由[name]签收"),
        (AGENT, "齐白石先生您好", "[name]先生您好"),
    ],
)
def test_names_are_known_by_how_they_are_said(role: Role, text: str, masked: str) -> None:
    assert mask_names(text, names_in(text, role))[0] == masked


NO_NAMES_HERE = [
    "Unfortunately, we can't. Typically, you can. Aww, that hurts",
    "Germany, France and Spain take five days.",
    "Sorry about that, I've asked. The agent CALLED",
    "My name is spelled wrong on it, my name is not right",
    "客服马上联系您，老公高兴，亲爱的顾客，我是江苏的",
    "朋友推荐的，收件人电话不对",
]


@pytest.mark.parametrize(
    "text",
    [
        "Hi there, it works.",
        "We fly to Dallas, Texas.",
        "Thanks for that, Monday is fine.",
        "Sorry! It is closed.",
        "各位女士可以",
        *NO_NAMES_HERE,
    ],
)
def test_other_capitals_are_no_names(text: str) -> None:
    assert mask_names(text, names_in(text, AGENT)) == (text, 0)


def test_a_name_goes_wherever_it_stands_in_its_case() -> None:
    assert mask_names("Will you tell Will that Willow is out?", ["Will"]) == ("[name] you tell [name] that Willow is out?", 2)
