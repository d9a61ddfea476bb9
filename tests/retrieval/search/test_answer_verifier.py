"""Whether a text answers a question: what ships, on the real encoder; and that it computes what was trained."""

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from bench.probes.answers import verifier
from bench.probes.verifier_network import Texts, VerifierNetwork
from data.errors import ModelError
from data.records import content_id
from finetune.encoders.e5.encoder import E5Encoder
from retrieval.search.answer_verifier import FITTED, OF_TEMPLATES, SUREST, AnswerVerifier
from retrieval.search.late_interaction import SCALE, TokenText

DIMENSIONS, KEPT = 384, 128


def judged(encoder: E5Encoder, asked: str, past: str, said: str) -> float:
    question = encoder.read(asked)
    around, quoted = (TokenText.of(encoder.read(text)) for text in (f"{past} {said}", said))
    rarities = np.full(len(question.ids), 5.0, dtype=np.float32)
    return AnswerVerifier.load(FITTED).log_odds(asked, question.states, rarities, [(around, quoted)])[0]


@pytest.mark.parametrize(
    ("answered", "another", "past", "said"),
    [
        (
            "how hot may the enamel teapot get in an oven",
            "how heavy is the enamel teapot",
            "Can the enamel teapot go in the oven?",
            "Yes, up to 250 °C. Take the lid off first.",
        ),
        ("can my dog come into the shop", "can I park at the shop", "Are dogs allowed?", "Dogs are very welcome in the showroom."),
        ("wie oft muss ich den Stuhl ölen", "welche Farben hat der Stuhl", "How do I care for the chair?", "Oil the chair twice a year."),
    ],
)
def test_a_near_miss_is_less_likely_answered(encoder: E5Encoder, answered: str, another: str, past: str, said: str) -> None:
    assert judged(encoder, answered, past, said) > judged(encoder, another, past, said)


def test_it_computes_what_was_trained() -> None:
    torch.manual_seed(3)
    networks = [VerifierNetwork(KEPT).eval() for _ in range(2)]
    random = np.random.default_rng(4)
    basis = np.linalg.qr(random.normal(size=(DIMENSIONS, KEPT)))[0].astype(np.float32)
    asked = random.normal(size=(5, DIMENSIONS)).astype(np.float32)
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    rarities = random.uniform(1, 8, 5).astype(np.float32)
    texts = [TokenText(np.arange(n, dtype=np.int32), random.integers(-20, 20, (n, DIMENSIONS)).astype(np.int8)) for n in (9, 4)]
    around, quoted = (Texts.of([torch.from_numpy(text.states.astype(np.float32) / SCALE @ basis)] * 2) for text in texts)
    question, rare = Texts.of([torch.from_numpy(asked @ basis)] * 2), torch.from_numpy(np.stack([rarities] * 2))
    expected = [network(question, rare, around, quoted)[0].item() for network in networks]
    ours = verifier(networks, torch.from_numpy(basis), {content_id("taught"): 1})
    assert ours.log_odds("new", asked, rarities, [(texts[0], texts[1])]) == [pytest.approx(np.mean(expected), abs=1e-4)]
    assert ours.log_odds("taught", asked, rarities, [(texts[0], texts[1])]) == [pytest.approx(expected[1], abs=1e-4)]


def test_several_texts_are_judged_as_each_alone(encoder: E5Encoder) -> None:
    asked = encoder.read("how hot may the enamel teapot get in an oven")
    rarities = np.linspace(1, 8, len(asked.ids), dtype=np.float32)
    said = ["Yes, up to 250 °C. Take the lid off first.", "", "Dogs are very welcome in the showroom.", "cup " * 300]
    texts = [(TokenText.of(encoder.read(f"Can it go in the oven? {text}")), TokenText.of(encoder.read(text))) for text in said]
    verifier = AnswerVerifier.load(FITTED)
    alone = [verifier.log_odds("which", asked.states, rarities, [text])[0] for text in texts]
    assert verifier.log_odds("which", asked.states, rarities, texts) == pytest.approx(alone, abs=1e-4)
    assert verifier.log_odds("which", asked.states, rarities, []) == []
    assert len(set(alone)) == len(said)


def test_what_was_read_before_is_judged_the_same(encoder: E5Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.search.answer_verifier.REMEMBERED", 2)
    asked = encoder.read("how hot may the enamel teapot get in an oven")
    rarities = np.linspace(1, 8, len(asked.ids), dtype=np.float32)
    texts = [TokenText.of(encoder.read(text)) for text in ("Yes, up to 250 °C.", "Dogs are very welcome.", "Take the lid off first.")]
    verifier = replace(AnswerVerifier.load(OF_TEMPLATES))  # one that remembers nothing yet
    first, again = (
        [verifier.log_odds("which", asked.states, rarities, [(text, text)], company_own=True)[0] for text in texts] for _ in range(2)
    )
    assert again == pytest.approx(first, abs=1e-4)
    together = verifier.log_odds("which", asked.states, rarities, [(text, text) for text in texts], company_own=True)
    assert together == pytest.approx(first, abs=1e-4)


def test_only_what_is_the_companys_own_is_remembered(encoder: E5Encoder) -> None:
    asked, *read = (
        encoder.read(text) for text in ("how hot may it get", "Up to 250 °C.", "Ana Roth asked about dogs.", "Take the lid off.")
    )
    rarities = np.linspace(1, 8, len(asked.ids), dtype=np.float32)
    first, said, own = (TokenText.of(text) for text in read)
    verifier = replace(AnswerVerifier.load(FITTED))
    verifier.log_odds("which", asked.states, rarities, [(first, first)])
    before = pickle.dumps(vars(verifier))
    verifier.log_odds("which", asked.states, rarities, [(said, said)])
    assert pickle.dumps(vars(verifier)) == before
    verifier.log_odds("which", asked.states, rarities, [(own, own)], company_own=True)
    assert len(pickle.dumps(vars(verifier))) > len(before)


def test_what_cannot_be_read_says_nothing(encoder: E5Encoder) -> None:
    assert judged(encoder, "", "", "") == 0.0
    text = TokenText(np.arange(2, dtype=np.int32), np.ones((2, 8), dtype=np.int8))
    other_encoder = np.ones((1, 8), dtype=np.float32)
    assert AnswerVerifier.load(FITTED).log_odds("a", other_encoder, np.ones(1, dtype=np.float32), [(text, text)]) == [0.0]


def test_it_is_never_surer_than_it_may_be(encoder: E5Encoder) -> None:
    assert abs(judged(encoder, "cup " * 100, "cup " * 300, "cup " * 200)) <= SUREST


@pytest.mark.parametrize(("fitted", "command"), [(FITTED, r"bench\.probes\.answers"), (OF_TEMPLATES, r"bench\.probes\.templates")])
def test_a_damaged_file_says_how_to_make_it_anew(fitted: Path, command: str, tmp_path: Path) -> None:
    damaged = tmp_path / fitted.name
    damaged.write_bytes(fitted.read_bytes()[:1000])
    with pytest.raises(ModelError, match=command):
        AnswerVerifier.load(damaged)
