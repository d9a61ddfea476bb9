from bot.retraining.suggestions.naming import names_of, words_of

GROUPS = [
    ["is there a warranty on the lamp", "how long is the warranty", "what does the warranty cover"],
    ["do you repair the lamp", "can you repair my kettle", "is it possible to repair a chair"],
    ["这个台灯有保修吗", "保修多长时间", "保修卡在哪里"],
]


def test_a_group_is_named_after_what_tells_it_from_the_others() -> None:
    words = words_of(GROUPS)
    assert words[0][0] == "warranty"
    assert words[1][0] == "repair"
    assert "保修" in words[2]
    assert "lamp" not in names_of(words, [])[0]


def test_no_two_groups_have_the_same_name() -> None:
    names = names_of([("gift", "card"), ("gift", "card"), (), ()], ["gift_card"])
    assert names == ["gift_card_2", "gift_card_3", "questions", "questions_2"]


def test_placeholders_and_handles_name_nothing() -> None:
    (words,) = words_of(
        [["@shop __company__ lost [order] baggage", "__company__ lost my baggage again [order]", "baggage lost __company__"]]
    )
    assert set(words) <= {"lost", "baggage", "lost baggage", "baggage lost", "again"}
