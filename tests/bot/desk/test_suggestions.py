"""Which three answers an agent is offered, for what."""

from bot.answers.links import CompanyLinks
from bot.decisions.evidence import Evidence
from bot.desk.suggestions import last_question, suggestions
from bot.state.agents.history import Line

TEMPLATES = {"refund": "Within 5 days.", "order": "Order {order_number} is on its way.", "size": "Sizes run small."}


def template(intent: str) -> tuple[str, str]:
    return TEMPLATES.get(intent, ""), "How do refunds work?" if intent == "refund" else ""


def passage(text: str, probability: float, **source: object) -> dict[str, object]:
    return {"text": text, "probability": probability, "sources": [{"dialogue": "d1", "date": "2026-03-05", **source}]}


def test_the_likeliest_come_first_each_once() -> None:
    evidence = Evidence(
        "en",
        chances={"template": 0.5, "passage": 0.4},
        ranking=[{"name": "greet", "confidence": 0.5}, *({"name": name, "confidence": 0.2} for name in ("order", "refund", "size"))],
        passages=[
            passage("See https://evil.example for it.", 0.8),
            passage("within 5  days.", 0.7),
            passage("Page text.", 0.4, page="Returns"),
        ],
    )
    found = suggestions(evidence, template, CompanyLinks())
    assert [(each.source, each.title) for each in found] == [("passage", "2026-03-05"), ("passage", "2026-03-05"), ("document", "Returns")]
    assert "https://evil.example" not in found[0].text
    assert len({each.score for each in found}) == 3
    assert suggestions(Evidence("en"), template, CompanyLinks()) == []


def test_words_that_want_facts_are_not_offered() -> None:
    evidence = Evidence("en", ranking=[{"name": "order", "confidence": 0.9}, {"name": "refund", "confidence": 0.1}])
    [found] = suggestions(evidence, template, CompanyLinks())
    assert (found.text, found.title) == ("Within 5 days.", "How do refunds work?")


def test_nothing_is_suggested_where_surely_nothing_is_asked() -> None:
    def found(first: str, confidence: float) -> list[str]:
        ranking = [{"name": first, "confidence": confidence}, {"name": "refund", "confidence": 1 - confidence}]
        evidence = Evidence("en", ranking=ranking, passages=[passage("No soap, please.", 0.1)])
        return [each.text for each in suggestions(evidence, template, CompanyLinks())]

    assert found("talk_to_person", 0.97) == found("thank", 0.97) == []
    assert found("talk_to_person", 0.6)
    assert found("clarify", 0.97)


def test_the_question_is_what_no_person_has_answered() -> None:
    lines = [
        Line("1", "customer", "Where is it?", 1.0),
        Line("2", "assistant", "Pardon?", 2.0),
        Line("3", "customer", "a person", 3.0),
    ]
    assert last_question(lines, "Where is it?") == "Where is it?"
    answered = [*lines, Line("4", "agent", "Tomorrow.", 4.0)]
    assert last_question(answered, "Where is it?") == "a person"  # nothing new: the last thing they said
    more = [*answered, Line("5", "customer", "And the lamp?", 5.0), Line("6", "customer", "The red one.", 6.0)]
    assert last_question(more, "Where is it?") == "And the lamp?\nThe red one."
    assert last_question([]) == ""
