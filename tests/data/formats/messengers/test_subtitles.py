"""Calls written down as subtitles: WebVTT and SubRip."""

from pathlib import Path

import pytest

from data.errors import DataError
from data.formats.reading.dialogues import Read, read_dialogues

CUES = (
    ("customer", "Ines Weber", "Hi, my mixer stopped after ten minutes."),
    ("customer", "Ines Weber", "Is that normal?"),
    ("agent", "Tomas Lind", "Yes, it switches itself off when it gets warm."),
)
SAID = [
    ("customer", "Hi, my mixer stopped after ten minutes. Is that normal?"),
    ("agent", "Yes, it switches itself off when it gets warm."),
]


def said(file: Path) -> list[tuple[str, str]]:
    (found,) = (found for found in read_dialogues(file) if isinstance(found, Read))
    return [(turn.role, turn.text) for turn in found.dialogue.turns]


@pytest.mark.parametrize(
    ("ending", "cue"),
    [
        (".vtt", "{n}f-0\n00:00:0{n}.000 --> 00:00:0{m}.500\n<v {name}>{text}</v>\n\n"),
        (".vtt", "00:0{n}.000 --> 00:0{m}.500 align:start\n{name}: {text}\n\n"),
        (".srt", "{n}\r\n00:00:0{n},000 --> 00:00:0{m},500\r\n{name}: {text}\r\n\r\n"),
    ],
    ids=["teams", "zoom", "subrip"],
)
def test_cues_of_one_speaker_are_one_message(ending: str, cue: str, tmp_path: Path) -> None:
    file = tmp_path / f"call{ending}"
    head = "WEBVTT\n\nNOTE recorded\n\n" if ending == ".vtt" else ""
    file.write_text(head + "".join(cue.format(n=n, m=n + 1, name=name, text=text) for n, (_, name, text) in enumerate(CUES, start=1)))
    assert said(file) == SAID


def test_subtitles_that_name_nobody_are_refused(tmp_path: Path) -> None:
    (tmp_path / "film.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nIt rains.\n\n2\n00:00:03,000 --> 00:00:04,000\nIt still rains.\n")
    with pytest.raises(DataError, match="who speaks"):
        list(read_dialogues(tmp_path / "film.srt"))
