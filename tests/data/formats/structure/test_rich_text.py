import pytest

from data.formats.structure.rich_text import text_of_pieces

CASES: dict[str, tuple[list[object], str]] = {
    "Atlassian's document": (
        [
            {
                "type": "paragraph",
                "content": [
                    {"type": "text", "text": "Press "},
                    {"type": "text", "text": "Recalculate", "marks": [{"type": "strong"}]},
                    {"type": "text", "text": " as "},
                    {"type": "mention", "attrs": {"id": "7", "text": "@owner"}},
                    {"type": "hardBreak"},
                    {"type": "text", "text": "or ask."},
                ],
            },
            {
                "type": "bulletList",
                "content": [
                    {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "one"}]}]},
                    {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "two"}]}]},
                ],
            },
        ],
        "Press Recalculate as @owner\nor ask.\none\ntwo",
    ),
    "a word cut in two": (
        [{"type": "paragraph", "content": [{"type": "text", "text": "appr"}, {"type": "text", "text": "ove"}]}],
        "approve",
    ),
    "Slate": (
        [{"children": [{"text": "Turn it "}, {"text": "off", "bold": True}]}, {"children": [{"text": "and on."}]}],
        "Turn it off\nand on.",
    ),
    "Quill": (
        [{"insert": "Open "}, {"insert": "Settings", "attributes": {"bold": True}}, {"insert": " first.\n"}],
        "Open Settings first.\n",
    ),
    "Slack": (
        [
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Up "}, {"type": "text", "text": "now"}]}],
            }
        ],
        "Up now",
    ),
    "Contentful": ([{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "In the app."}]}], "In the app."),
    "Editor.js": (
        [{"type": "paragraph", "data": {"text": "First."}}, {"type": "paragraph", "data": {"text": "Second."}}],
        "First.\nSecond.",
    ),
    "messages in parts": ([{"type": "text", "text": "One part."}, {"type": "text", "text": "Another."}], "One part.\nAnother."),
    "buttons, which hold no text": ([{"type": "link", "url": "https://shop.example"}], ""),
}


@pytest.mark.parametrize("name", CASES)
def test_a_text_in_pieces_is_read_as_it_was_shown(name: str) -> None:
    pieces, text = CASES[name]
    assert text_of_pieces(pieces) == text
