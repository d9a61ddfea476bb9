"""What a domain's templates say is known anew once a file has changed, and not before."""

from pathlib import Path

from bot.domain import answering_texts, said_to

ORDER = "intents: [order]\nresponses: {utter_order: [{text: It is on its way.}], utter_greet: [{text: Hello!}]}\n"


def test_texts_are_kept_until_a_file_changes_or_comes_or_goes(tmp_path: Path) -> None:
    (tmp_path / "order.yml").write_text(ORDER)
    first = answering_texts(tmp_path)
    assert first == {"order": ["It is on its way."]}
    assert answering_texts(tmp_path) is first
    (tmp_path / "order.yml").write_text(ORDER.replace("on its way", "on its long way"))
    assert answering_texts(tmp_path) == {"order": ["It is on its long way."]}
    (tmp_path / "refund.yml").write_text("intents: [refund]\nresponses: {utter_refund: [{text: Within five days.}]}\n")
    assert set(answering_texts(tmp_path)) == {"order", "refund"}
    (tmp_path / "order.yml").unlink()
    assert answering_texts(tmp_path) == {"refund": ["Within five days."]}


def test_a_message_is_told_what_is_said_in_its_language_or_else_the_first() -> None:
    said = ["We deliver to every country of the European Union.", "我们送货到欧盟所有国家。"]
    assert said_to("你们送到葡萄牙吗？", said) == said[1]
    assert said_to("do you deliver to Portugal, please?", said) == said[0]
    assert said_to("Liefern Sie auch nach Portugal, bitte?", said) == said[0]


def test_no_folder_says_nothing(tmp_path: Path) -> None:
    assert answering_texts(tmp_path / "nowhere") == {}
