from bot.retraining.suggestions.naming import names_of, words_of
from bot.reviews.records import Asked
from data.languages import language_of

GROUPS = [
    ["is there a warranty on the lamp", "how long is the warranty", "what does the warranty cover"],
    ["do you repair the lamp", "can you repair my kettle", "is it possible to repair a chair"],
    ["这个台灯有保修吗", "保修多长时间", "保修卡在哪里"],
]


def _asked(texts: list[str]) -> list[Asked]:
    return [Asked(text, language_of(text)) for text in texts]


def test_a_group_is_named_after_what_tells_it_from_the_others() -> None:
    words = words_of(list(map(_asked, GROUPS)))
    assert words[0][0] == "warranty"
    assert words[1][0] == "repair"
    assert "保修" in words[2]
    assert "lamp" not in names_of(words, [])[0]


def test_no_two_groups_have_the_same_name() -> None:
    words = [("gift card", "voucher"), ("gift card", "voucher"), ("gift card", "expired"), (), ()]
    names = names_of(words, ["gift_card"])
    assert names == ["gift_card_voucher", "gift_card_2", "gift_card_expired", "questions", "questions_2"]


def test_placeholders_and_handles_name_nothing() -> None:
    (words,) = words_of(
        [_asked(["@shop __company__ lost [order] baggage", "__company__ lost my baggage again [order]", "baggage lost __company__"])]
    )
    assert set(" ".join(words).split()) == {"lost", "baggage"}


def test_a_phrase_names_a_group_whatever_the_form_of_its_words() -> None:
    groups = [
        _asked(["y'all cancelled my flight, why?", "please cancel our flights", "I need to cancel the flight", "why cancel a flight now"]),
        _asked(["my bag is lost", "you lost our bags", "why is my bag lost again", "lost bags everywhere"]),
    ]
    assert names_of(words_of(groups), []) == ["cancel_flight", "bag_lost"]


def test_small_words_of_another_language_name_nothing() -> None:
    (words,) = words_of(
        [
            _asked(
                ["¿Dónde está el equipaje de mi vuelo?", "No encuentro el equipaje en el vuelo de ayer", "El equipaje de mi vuelo no llegó"]
            )
        ]
    )
    assert not {"de", "el", "en", "mi", "no"} & set(" ".join(words).split())
    assert "equipaje" in " ".join(words)


def test_a_group_without_a_common_word_is_named_after_some_of_its_words() -> None:
    (name,) = names_of(words_of([_asked(["is parking free", "are dogs allowed"])]), [])
    assert name != "questions"


def test_a_word_keeps_its_particle_and_words_the_order_in_which_they_are_said() -> None:
    groups = [
        _asked(["I can't check in online", "online the check-in fails", "why can I not check in online?", "check in online is broken"]),
        _asked(
            ["may I bring a second carry on", "can I bring my carry on aboard", "bring two carry on bags", "what carry on may we bring"]
        ),
        _asked(["my bags in the hold are wet", "the bags in my car", "bags in that hold", "bags wet in this hold"]),
    ]
    assert names_of(words_of(groups), [])[:2] == ["check_in_online", "bring_carry_on"]
    assert "in" not in names_of(words_of(groups), [])[2].split("_")
