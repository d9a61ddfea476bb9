"""Of which intents a prediction tells how they match."""

from finetune.classifier.prediction import matched


def test_intents_with_a_meaning_of_their_own_leave_room_for_the_likeliest_others() -> None:
    named = ["passage", "clarify", "out_of_scope", "talk_to_person"]
    intents = ["gift_card", *named, "new_product", "delivery_time", "greet", "thank", "invoice"]
    order = [1, 2, 3, 4, 5, 0, 6, 7, 8, 9]
    told = [intents[place] for place in matched(order, intents)]
    assert told == ["new_product", "gift_card", "delivery_time", "greet", "thank", *named]
