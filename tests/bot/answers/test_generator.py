"""The generator, on Rasa's own tracker and domain."""

import asyncio
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.answers.generator import AnswerGenerator
from bot.answers.quoting import quote, said_on, sources_of
from bot.decisions.evidence import EVIDENCE, Answered, Evidence
from bot.domain import SHOWS_SOURCES
from bot.workspace import Workspace
from data.dates import IsoDate

PASSAGE = {
    "text": "Boil water with soda.",
    "sources": [{"dialogue": "d-7", "date": "2025-03-14", "score": 0.8}, {"dialogue": "d-2", "date": None, "score": 0.8}],
}
RANKING = [
    {"name": name, "confidence": 0.2} for name in ("track_order", "greet", "talk_to_person", "cancel_order", "change_order", "get_invoice")
]

IN_CHINESE = [{"type": "slot", "name": "language", "value": "zh"}]


@cache
def root_domain() -> Domain:
    return Domain.load("domain")


@pytest.fixture(scope="module")
def generator() -> AnswerGenerator:
    return AnswerGenerator(domain=root_domain())


def said_in(language: str, intent: str, decision: str = "template") -> UserUttered:
    """A message with its intent, as Rasa keeps it."""
    passages = [{"text": "x", "template": "cancel_order", "similarity": 0.9, "sources": []}]
    evidence = Evidence(language, decision, intent, passages=passages).as_json()
    return UserUttered("text", {"name": intent}, parse_data={EVIDENCE: evidence, "intent": {"name": intent}})


def typed(evidence: Evidence | None, text: str = "text", metadata: dict[str, Any] | None = None) -> UserUttered:
    return UserUttered(text, parse_data={EVIDENCE: evidence.as_json()} if evidence else {}, metadata=metadata)


def answer(
    generator: AnswerGenerator, action: str, *said: Evidence | Event | None, metadata: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The reply after what was said: evidence of a message, none for a click, or an event of Rasa's."""
    events = [event if isinstance(event, Event) else typed(event, metadata=metadata) for event in said]
    tracker = DialogueStateTracker.from_events("c", events, slots=root_domain().slots)
    reply = asyncio.run(generator.generate(action, tracker, "some_channel"))
    assert reply is not None
    return reply


def test_a_template_in_the_language_of_the_message(generator: AnswerGenerator) -> None:
    assert "order" in answer(generator, "utter_track_order", Evidence("en", "template"))["text"].lower()
    assert "订单" in answer(generator, "utter_track_order", Evidence("zh", "template"))["text"]


def test_a_click_keeps_the_language_of_what_was_typed_before(generator: AnswerGenerator) -> None:
    assert "订单" in answer(generator, "utter_track_order", Evidence("zh", "clarify"), None)["text"]


def test_a_passage_is_quoted_with_its_sources(generator: AnswerGenerator) -> None:
    reply = answer(generator, "utter_passage", Evidence("en", "passage", passages=[PASSAGE]), metadata={SHOWS_SOURCES: True})
    assert reply["text"].endswith("Boil water with soda.")
    assert reply["sources"] == PASSAGE["sources"]
    assert reply["decision"] == "passage"


@pytest.mark.parametrize("metadata", [None, {}, {"locale": "en"}])
def test_where_no_channel_shows_the_source_it_stands_in_the_text(generator: AnswerGenerator, metadata: dict[str, Any] | None) -> None:
    """As in Rasa's own channels, which know only of texts."""
    reply = answer(generator, "utter_passage", Evidence("en", "passage", passages=[PASSAGE]), metadata=metadata)
    assert reply["text"].endswith("(from a conversation of 14 March 2025, d-7)")
    assert reply["sources"] == PASSAGE["sources"]


def test_clarify_offers_the_readings_and_a_person(generator: AnswerGenerator) -> None:
    reply = answer(generator, "utter_clarify", Evidence("en", "clarify", ranking=RANKING))
    assert [button["payload"] for button in reply["buttons"]] == ["/track_order", "/cancel_order", "/change_order", "/talk_to_person"]
    assert all(button["title"] for button in reply["buttons"])


def test_with_nothing_to_offer_it_hands_over(generator: AnswerGenerator) -> None:
    reply = answer(generator, "utter_clarify", Evidence("en", "clarify", ranking=RANKING[1:2]))
    assert [button["payload"] for button in reply["buttons"]] == ["/talk_to_person", "/deny"]
    assert reply["decision"] == "hand_over"


def test_what_the_customer_said_is_not_offered_to_them(generator: AnswerGenerator) -> None:
    asked = typed(Evidence("en", "clarify", ranking=RANKING), "where is my ORDER??")
    reply = answer(generator, "utter_clarify", asked)
    assert [button["payload"] for button in reply["buttons"]] == ["/cancel_order", "/change_order", "/get_invoice", "/talk_to_person"]
    alone = typed(Evidence("en", "clarify", ranking=RANKING[:1]), "where is my ORDER??")
    assert answer(generator, "utter_clarify", alone)["decision"] == "hand_over"
    greeting = answer(generator, "utter_greet", typed(Evidence("en", "template"), "Where is my order?"))
    assert "/track_order" not in [button["payload"] for button in greeting["buttons"]]
    clicked = typed(None, "/talk_to_person")
    assert [button["payload"] for button in answer(generator, "utter_hand_over", clicked)["buttons"]] == ["/deny"]


def test_every_intent_has_its_response_in_both_languages(generator: AnswerGenerator) -> None:
    for intent in root_domain().intents:
        if intent in ("back", "restart", "session_start", "nlu_fallback", "inform"):
            continue  # Rasa's own, and an answer to a form
        english = answer(generator, f"utter_{intent}", Evidence("en"))["text"]
        assert english != answer(generator, f"utter_{intent}", Evidence("zh"))["text"]


IN_GERMAN = "Leider kann ich darauf nur auf Englisch antworten:"
ONLY_ENGLISH = "很抱歉，这个问题我只能用英语回答："


def test_what_the_domain_lacks_in_a_language_is_said_in_the_main_one_with_a_sentence_before(generator: AnswerGenerator) -> None:
    english = answer(generator, "utter_track_order", Evidence("en", "template"))
    german = answer(generator, "utter_track_order", Evidence("de", "template"))
    assert german["text"] == f"{IN_GERMAN}\n\n{english['text']}"
    assert german["buttons"] == english["buttons"]
    unknown = answer(generator, "utter_track_order", Evidence("sw", "template"))
    assert unknown["text"].startswith("I'm sorry, I can only answer this in English:")


def test_the_sentence_is_said_once_a_turn_and_not_after_a_click(generator: AnswerGenerator) -> None:
    german = typed(Evidence("de", "template"))
    first = BotUttered(answer(generator, "utter_track_order", german)["text"])
    assert not answer(generator, "utter_get_invoice", german, first)["text"].startswith(IN_GERMAN)
    assert answer(generator, "utter_get_invoice", german, first, german)["text"].startswith(IN_GERMAN)
    assert not answer(generator, "utter_get_invoice", german, first, typed(None, "/get_invoice"))["text"].startswith(IN_GERMAN)


def test_a_response_that_a_domain_has_in_a_language_is_said_in_it() -> None:
    def variation(text: str, language: str | None = None) -> dict[str, Any]:
        return {"text": text, **({"condition": [{"type": "slot", "name": "language", "value": language}]} if language else {})}

    responses = {
        "utter_track_order": [variation("Follow the link."), variation("Folgen Sie dem Link.", "de")],
        "utter_conditioned": [variation("In English.", "en"), variation("Auf Deutsch.", "de")],
    }
    generator = AnswerGenerator(domain=Domain.from_dict({"responses": responses}))
    assert answer(generator, "utter_track_order", Evidence("de", "template"))["text"] == "Folgen Sie dem Link."
    assert answer(generator, "utter_conditioned", Evidence("de", "template"))["text"] == "Auf Deutsch."
    french = answer(generator, "utter_conditioned", Evidence("fr", "template"))["text"]
    assert french == "Malheureusement, je ne peux répondre à cela qu'en anglais :\n\nIn English."


def test_the_main_language_is_that_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("language: de\npipeline: []\n")
    with Workspace(tmp_path).used():
        generator = AnswerGenerator(domain=Domain.from_dict({"responses": {"utter_greet": [{"text": "Guten Tag."}]}}))
    assert answer(generator, "utter_greet", Evidence("de", "template"))["text"] == "Guten Tag."
    assert answer(generator, "utter_greet", Evidence("en", "template"))["text"].startswith("I'm sorry, I can only answer this in German:")


def test_a_passage_in_another_language_is_introduced(generator: AnswerGenerator) -> None:
    def quoted(language: str, text: str) -> str:
        evidence = Evidence(language, "passage", passages=[{**PASSAGE, "text": text}])
        return str(answer(generator, "utter_passage", evidence, metadata={SHOWS_SOURCES: True})["text"])

    english, german, chinese = "Boil water with soda for ten minutes.", "Kochen Sie zehn Minuten lang Wasser mit Soda.", "加苏打烧开水。"
    lead = "A colleague answered this before:"
    assert quoted("en", english) == f"{lead}\n\n{english}"
    assert quoted("de", english) == f"{IN_GERMAN}\n\n{lead}\n\n{english}"
    assert quoted("de", german) == german  # a lead in a third language would only be in the way
    assert quoted("zh", english).startswith(ONLY_ENGLISH)
    assert quoted("zh", english).endswith(english)
    assert quoted("en", chinese).startswith("I'm sorry, I can only answer this in Chinese:")


@pytest.mark.parametrize(
    ("date", "language", "words"),
    [
        ("2025-03-04", "en", "from a conversation of 4 March 2025"),
        ("2025-03-04", "zh", "来自2025年3月4日的对话"),
        (None, "en", "from an earlier conversation"),
        (None, "zh", "来自以往的对话"),
    ],
)
def test_where_a_passage_came_from(date: str | None, language: str, words: str) -> None:
    assert said_on(date, language) == words


def passage(text: str, name: str, probability: float = 0.8, question: str = "") -> dict[str, Any]:
    source = {"dialogue": name, "date": "2025-03-14", "score": probability}
    return {"text": text, "question": question, "probability": probability, "sources": [source]}


def test_a_quotation_has_lead_and_text() -> None:
    assert quote("Said before:", PASSAGE, "en", name_sources=False) == "Said before:\n\nBoil water with soda."


def test_a_source_is_named_where_the_channel_has_no_place_for_it() -> None:
    text = quote("", PASSAGE, "en", name_sources=True)
    assert text == "Boil water with soda.\n\n(from a conversation of 14 March 2025, d-7)"


def test_of_an_answer_from_two_sections_both_are_named() -> None:
    sections = [{"dialogue": f"help.md#{number}", "date": None, "score": 0.5, "page": "Help", "section": number} for number in (1, 2)]
    text = quote("", {"text": "Said by both.", "sources": sections}, "en", name_sources=True)
    assert text == "Said by both.\n\nFrom: Help, section 1\nFrom: Help, section 2"


def test_of_several_passages_the_newest_source_of_each_says_what_was_said_there() -> None:
    pot, lamp = passage("The pot works on induction.", "d-1"), passage("A lamp is returned within 30 days.", "d-2")
    assert [(source["dialogue"], source["text"]) for source in sources_of([pot, lamp])] == [("d-1", pot["text"]), ("d-2", lamp["text"])]


def test_of_several_passages_one_that_quotes_two_sections_names_both() -> None:
    sections = [{"dialogue": f"{name}.md#1", "date": None, "page": name} for name in ("Returns", "Gifts")]
    both = {"text": "Returns\nWithin thirty days.\n\nGifts\nNever.", "sources": sections}
    assert [source["dialogue"] for source in sources_of([passage("A pot.", "d-1"), both])] == ["d-1", "Returns.md#1", "Gifts.md#1"]


def test_each_of_several_questions_is_answered_in_its_turn(generator: AnswerGenerator) -> None:
    parts = [
        Answered("how do I send it back", "template", "return_item", 0.9),
        Answered("does the pot work on induction", "passage", "", 0.8, [passage("The pot works on induction.", "d-1")]),
        Answered("who wins the league", "hand_over", "", 0.7),
    ]
    evidence = Evidence("en", "template", "return_item", parts=parts)
    said = UserUttered("three things", parse_data={EVIDENCE: evidence.as_json()}, metadata={SHOWS_SOURCES: True})
    tracker = DialogueStateTracker.from_events("c", [said], slots=root_domain().slots)
    reply = asyncio.run(generator.generate("utter_several", tracker, "web"))
    assert reply is not None
    text = reply["text"]
    assert text.index("30 days") < text.index("works on induction") < text.index("reliable answer")
    assert [(part["decision"], part["intent"]) for part in reply["parts"]] == [
        ("template", "return_item"),
        ("passage", ""),
        ("hand_over", ""),
    ]
    assert [source["dialogue"] for source in reply["sources"]] == ["d-1"]
    assert [button["payload"] for button in reply["buttons"]] == ["/talk_to_person"]


def test_of_several_answers_one_in_another_language_says_so(generator: AnswerGenerator) -> None:
    own, other = passage("铸铁锅可以用于电磁炉。", "d-1"), passage("The lamp is returned within 30 days.", "d-2")
    parts = [Answered(each["text"], "passage", passages=[each]) for each in (own, other)]
    text = answer(generator, "utter_several", Evidence("zh", "several", parts=parts))["text"]
    assert text.index("铸铁锅") < text.index("这个问题我只能用英语回答") < text.index("The lamp")
    assert "只能用中文" not in text


def test_of_several_templates_one_that_the_domain_has_in_another_language_says_so() -> None:
    domain = Domain.from_dict(
        {
            "responses": {
                "utter_several": [{"text": "逐一回答：", "condition": IN_CHINESE}, {"text": "One by one:"}],
                "utter_known": [{"text": "三天。", "condition": IN_CHINESE}, {"text": "Three days."}],
                "utter_new": [{"text": "By post."}],
            }
        }
    )
    parts = [Answered("when", "template", "known"), Answered("how", "template", "new")]
    text = answer(AnswerGenerator(domain=domain), "utter_several", Evidence("zh", "several", parts=parts))["text"]
    assert text == "逐一回答：\n\n三天。\n\n很抱歉，这个问题我只能用英语回答：\n\nBy post."


def test_a_forms_question_is_only_a_question(generator: AnswerGenerator) -> None:
    begun = answer(generator, "utter_ask_order_number", said_in("en", "track_order"))
    assert begun["decision"] == "form"
    assert "suggestions" not in begun
    given = answer(generator, "utter_ask_order_contact", said_in("zh", "inform"))
    assert given["decision"] == "form"
    assert "邮箱" in given["text"]
    assert answer(generator, "utter_delivery_time", said_in("en", "delivery_time"))["suggestions"]


def test_what_a_look_up_says_has_its_dates_in_the_customers_language(generator: AnswerGenerator) -> None:
    values = {"carrier": "DPD", "shipped_on": IsoDate("2026-11-25"), "expected_on": IsoDate("2026-11-28")}
    for language, day in {"en": "25 November 2026", "zh": "2026年11月25日", "de": "25 November 2026"}.items():
        tracker = DialogueStateTracker.from_events("c", [said_in(language, "inform")], slots=root_domain().slots)
        reply = asyncio.run(generator.generate("utter_order_status_shipped", tracker, "web", **values))
        assert reply is not None
        assert day in reply["text"]
        assert reply["decision"] == "form"


def test_all_that_a_look_up_says_is_there_in_both_languages() -> None:
    responses = root_domain().responses
    for name in (name for name in responses if name.startswith(("utter_ask_order_", "utter_order_"))):
        plain, chinese = responses[name]
        assert len(plain.get("buttons", [])) == len(chinese.get("buttons", [])), name
        assert set(re.findall(r"\{\w+\}", plain["text"])) == set(re.findall(r"\{\w+\}", chinese["text"])), name


def test_a_passage_and_its_sources_have_no_link_that_isnt_the_companys() -> None:
    generator = AnswerGenerator(EndpointConfig(link_hosts=["shop.example"]), root_domain())
    passage = {
        "text": "See [https://good.example](https://evil.example/login) or [the guide](https://shop.example/a).\u202e",
        "sources": [{"dialogue": "[x](https://evil.example)", "date": None, "score": 0.8}],
    }
    reply = answer(generator, "utter_passage", Evidence("en", "passage", passages=[passage]))
    assert "See good[.]example or [the guide (shop.example)](https://shop.example/a)." in reply["text"]
    assert reply["text"].endswith("(from an earlier conversation, x  evil[.]example)")
    assert reply["sources"] == [{"dialogue": "x  evil[.]example", "date": None, "score": 0.8}]
    parts = [Answered("a", "passage", passages=[passage]), Answered("b", "template", "track_order")]
    reply = answer(generator, "utter_several", Evidence("en", "several", parts=parts))
    assert "evil.example" not in str(reply)


def test_without_hosts_a_passage_links_nowhere(generator: AnswerGenerator) -> None:
    passage = {**PASSAGE, "text": "See https://shop.example/a"}
    assert answer(generator, "utter_passage", Evidence("en", "passage", passages=[passage]))["text"].count("shop[.]example/a") == 1
