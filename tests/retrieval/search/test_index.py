"""What a search takes into account besides likeness: filters, earlier turns, contradictions, a second look."""

import datetime
from pathlib import Path

import pytest

from data.errors import DataError, ModelError
from data.records import Dialogue, Pair, Turn
from retrieval.building.build import build
from retrieval.building.contradictions import contradiction
from retrieval.building.hard_negatives import hard_negatives
from retrieval.search.filters import Filter
from retrieval.search.index import PassageIndex
from retrieval.search.query_context import in_context, leans
from retrieval.search.reranking import Reranker
from tests.support.numbered_index import ENCODER

OLD = "Unused things may be sent back for a refund within 14 days of delivery."
NEW = "Unused things may be sent back for a refund within 30 days of delivery."


def index_of(*pairs: Pair) -> PassageIndex:
    return build(pairs, ENCODER)


def found(index: PassageIndex, text: str, filter: Filter | None = None) -> list[str]:
    return [hit.passage.text for hit in index.search(index.read(text, ENCODER.embed([text])[0]), filter=filter)]


def test_a_search_is_narrowed_to_what_matches() -> None:
    index = index_of(
        Pair("is the pot safe", "The pot is safe on every hob.", "d-1", datetime.date(2025, 1, 1), product="pot", tags=("kitchen",)),
        Pair("is the lamp safe", "The lamp is safe in the bathroom.", "d-2", datetime.date(2026, 1, 1), product="lamp"),
        Pair("锅安全吗", "这个锅可以放心使用。", "d-3"),
    )
    for filter, answers in (
        (Filter(product="lamp"), {"The lamp is safe in the bathroom."}),
        (Filter(tag="kitchen"), {"The pot is safe on every hob."}),
        (Filter(since=datetime.date(2025, 6, 1)), {"The lamp is safe in the bathroom."}),
        (Filter(until=datetime.date(2025, 6, 1)), {"The pot is safe on every hob."}),
        (Filter(language="zh"), {"这个锅可以放心使用。"}),
        (Filter(product="sofa"), set()),
    ):
        assert set(found(index, "is the pot safe", filter)) == answers


def test_a_filter_is_read_and_a_wrong_one_is_named() -> None:
    assert Filter.parse(["product=Aune", "since=2025-01-31"]) == Filter(product="Aune", since=datetime.date(2025, 1, 31))
    for wrong in ("colour=red", "since=soon", "product"):
        with pytest.raises(DataError, match=f"It was: '{wrong}'"):
            Filter.parse([wrong])


def test_what_a_newer_answer_contradicts_is_not_served_and_flagged_on_demand() -> None:
    index = index_of(
        Pair("how long may I send unused things back", OLD, "d-1", datetime.date(2023, 1, 1)),
        Pair("how long may I send unused things back please", NEW, "d-2", datetime.date(2025, 1, 1)),
        Pair("is the lamp safe", "The lamp is safe in the bathroom.", "d-3", datetime.date(2025, 1, 1)),
    )
    query = index.read("how long may I send things back", ENCODER.embed(["how long may I send things back"])[0])
    assert OLD not in [hit.passage.text for hit in index.search(query)]
    hits = index.search(query, outdated=True)
    assert hits[0].passage.text == NEW
    assert hits[-1].passage.text == OLD
    assert hits[-1].passage.outdated == "it says 14 day, a newer answer 30"


@pytest.mark.parametrize(
    ("older", "newer", "why"),
    [
        ("Yes, the pot works on induction.", "No, the pot doesn't work on induction.", "it says yes, a newer answer no"),
        ("可以七天退货，满99元包邮。", "可以七天退货，满59元包邮。", "it says 99 money, a newer answer 59"),
        ("It takes 3 days.", "It takes 3 to 5 days.", None),
        ("The shop in Leeds opens at 11 on Sundays.", "The shop in Leeds is closed on Sundays.", "a newer answer says the contrary"),
        ("The heater AX-200 may stand in a bathroom.", "The heater AX-300 may not stand in a bathroom.", None),
        ("The spare lid for the 24 cm pot costs 9.50 euros.", "The spare lid for the 28 cm pot costs 12.50 euros.", None),
        ("The pot weighs 3 kg.", "Express orders to London come in 1 day.", None),
    ],
)
def test_contradictions(older: str, newer: str, why: str | None) -> None:
    assert contradiction(older, newer) == why


def test_a_question_that_leans_is_searched_with_the_one_before() -> None:
    assert in_context("and how long does that take?", ["hi", "I want to send my pot back"]) == (
        "I want to send my pot back and how long does that take?"
    )
    assert in_context("那要多久？", ["我想退货"]) == "我想退货 那要多久？"
    assert in_context("do you sell gift cards", ["I want to send my pot back"]) == "do you sell gift cards"
    assert in_context("and that?", []) == "and that?"
    assert all(
        map(leans, ("und nach Österreich?", "wie lange dauert das?", "¿y para la lámpara?", "et pour la Suisse ?", "それはいくらですか"))
    )
    assert not any(map(leans, ("Wie lange dauert der Versand?", "¿Cuánto cuesta el envío?", "送料はいくらですか", "كم سعر التوصيل؟")))
    assert not leans("My kettle is full of white stuff and I wonder how it can be cleaned at all")


def test_a_cross_encoder_orders_the_hits_anew(tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers")
    from finetune.encoders.pretrained import load_pretrained

    pretrained = load_pretrained("all-MiniLM-L6-v2")
    config = transformers.BertConfig(
        vocab_size=pretrained.tokenizer.get_vocab_size(), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    config.num_labels = 1
    transformers.BertForSequenceClassification(config).save_pretrained(tmp_path)
    pretrained.tokenizer.save(str(tmp_path / "tokenizer.json"))
    transformers.PreTrainedTokenizerFast(tokenizer_file=str(tmp_path / "tokenizer.json"), pad_token="[PAD]").save_pretrained(tmp_path)
    index = index_of(
        *(Pair(f"question {number}", f"The answer to that is given in chapter {number}.", f"d-{number}") for number in range(8))
    )
    hits = index.search(index.read("question 3", ENCODER.embed(["question 3"])[0]))
    again = Reranker(str(tmp_path)).rerank("question 3", hits)
    assert {hit.passage.id for hit in again} == {hit.passage.id for hit in hits}
    assert [hit.score for hit in again] == sorted((hit.score for hit in again), reverse=True)
    with pytest.raises(ModelError, match="no cross-encoder 'nowhere/nothing'"):
        Reranker("nowhere/nothing")


def test_a_thousand_canaries_are_never_shown() -> None:
    """Personal data planted in a thousand dialogues, in all the ways in which it is said, reaches nobody else."""
    from data.formats.reading.dialogues import Read, read_dialogues, to_json
    from data.mining.pairs import mine

    names = [f"{first}{last}" for first in ("Xara", "Quin", "Zebu", "Orla", "Vash") for last in ("beth", "dor", "mund", "wyn", "lok")]
    canaries: list[str] = []
    lines = []
    for number in range(1_000):
        name = f"{names[number % 25]} {names[(number * 7 + 3) % 25]}son"
        secret = (
            f"+44 20 7946 {number:04}",
            f"canary{number}@mail.example.com",
            f"JL-7{number:05}",
            f"4111 1111 1111 {number:04}" if number % 10 == 1 else f"IBAN DE89 3704 0044 0532 {number:04} 00",
            name,
        )[number % 5]
        said = (
            f"My name is {secret}, is subject{number} waterproof?"
            if secret == name
            else f"Is subject{number} waterproof? Mine is {secret}."
        )
        reply = (
            f"Hello {name}, subject{number} is waterproof up to {number} metres. We have {secret} in our books for it, {name.split()[0]}."
        )
        canaries += [secret, name] if secret == name else [secret]
        turns = (Turn("customer", said), Turn("agent", reply))
        lines.append(to_json(Dialogue(f"d-{number}", turns)))
    log = Path(__import__("tempfile").mkdtemp()) / "log.jsonl"
    log.write_text("\n".join(lines))
    pairs = [pair for row in read_dialogues(log) if isinstance(row, Read) for pair in mine(row.dialogue)]
    assert len(pairs) == 1_000
    index = index_of(*pairs)
    shown = "\n".join(index.passage(number).text for number in index.passages)
    asked = "\n".join(hit.question for hit in index.search(index.read("waterproof", ENCODER.embed(["is waterproof"])[0]), k=100))
    assert [canary for canary in canaries if canary in shown or canary in asked] == []
    log.unlink()
    log.parent.rmdir()


def test_what_came_into_the_index_unredacted_is_caught_on_the_way_out() -> None:
    index = index_of(Pair("where is it", "Mrs Harcourt, your parcel is at 14 Elm Street, call 07700 900123.", "d-1"))
    [text] = found(index, "where is it")
    assert text == "Mrs [name], your parcel is at [address], call [phone]."


def test_a_hard_negative_shares_words_and_says_something_else() -> None:
    pairs = [
        Pair("is the lamp safe", "The lamp is safe in the bathroom.", "d-1"),
        Pair("is the lamp heavy", "The lamp weighs three kilos with its foot.", "d-2"),
        Pair("where is the shop", "Our showroom is next to the station.", "d-3"),
    ]
    assert hard_negatives(pairs)[0] == pairs[1].answer
