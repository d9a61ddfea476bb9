import pytest

from retrieval.lexical.particulars import codes_of, differ, figures_of, learned_names, negated, other_thing


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("You have 14 days, and the label is 4.50.", {"day": {"14"}, "money": {"4.5"}}),
        ("It takes 3 to 5 working days.", {"workday": {"3", "5"}}),
        ("收到后14天内可以退，退货面单4.50镑，5个工作日内退款。", {"day": {"14"}, "money": {"4.5"}, "workday": {"5"}}),
        ("The label is free.", {"money": {"0"}}),
        ("Delivery is free from 50.", {}),
        ("Up to 250 °C.", {"degree": {"250"}}),
    ],
)
def test_figures_by_what_they_count(text: str, figures: dict[str, set[str]]) -> None:
    assert {unit: set(said) for unit, said in figures_of(text).items()} == figures


def test_model_codes() -> None:
    assert codes_of("Can the AX-200 and an M6x40 stand 2nd to 14 days or 30s?") == {"ax200", "m6x40"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The lid for the 24 cm pot costs 9.50.", "The lid for the 28 cm pot costs 9.50."),
        ("The lid of the Aune is 9.00.", "The lid of the Birk is 9.00."),
        ("The mat is dishwasher safe.", "The mat is not dishwasher safe."),
        ("毯子可以水洗。", "毯子不可以水洗。"),
        ("Take the AX-200 for it.", "Take the AX-300 for it."),
    ],
)
def test_what_differs_in_a_figure_a_name_or_a_not_says_another_thing(one: str, other: str) -> None:
    assert differ(one, other)
    assert not differ(one, one)


def test_names_are_learned_from_how_agents_write_them() -> None:
    answers = [
        "Well, the Aune works on induction.",
        "Put the Aune in the oven.",
        "I like the Birk pan.",
        "Rub the Birk with oil.",
        "Please Wait.",
    ]
    names = learned_names(answers)
    assert names == {"aune", "birk"}
    assert other_thing("does the birk work on induction", "Is the Aune for induction?", "It is.", names) == "it speaks of aune, not of birk"
    assert other_thing("does the birk rust", "my pan rusts", "Rub the Birk with oil.", names) is None
    assert other_thing("does the pan rust", "my pan rusts", "Rub the Birk with oil.", names) is None


def test_another_model_or_size_is_another_thing() -> None:
    nothing: frozenset[str] = frozenset()
    assert other_thing("may the AX-300 get wet", "may the AX-200 get wet", "It may.", nothing)
    assert other_thing("lid for the 28 cm pot", "lid for the 24 cm pot", "It costs 9.50.", nothing)
    assert other_thing("lid for the 24 cm pot", "lid for the 24cm pot", "It costs 9.50.", nothing) is None


@pytest.mark.parametrize(
    "text",
    [
        "No, it doesn't.",
        "It doesn't.",
        "No, only gas will do.",
        "不行，不可以水洗。",
        "No. We never did.",
        "It works on neither gas nor embers.",
    ],
)
def test_a_no_that_begins_an_answer_counts_once(text: str) -> None:
    assert negated(text)


@pytest.mark.parametrize(
    "text", ["It does.", "Not without a lid.", "No, it isn't without risk.", "You needn't worry: it may get wet.", "别担心，可以水洗。"]
)
def test_a_no_to_a_no_is_none(text: str) -> None:
    assert not negated(text)
