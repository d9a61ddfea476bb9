import pytest

from data.formats.text.signatures import marks_signature

PLAIN = "It dims with any switch.\n\nTomas Berg\nLamps & Co\n\nOn Mon, 2 Mar 2026 at 09:10, Ines <i@example.org> wrote:\n\nDoes it dim?"


@pytest.mark.parametrize("mark", ['class="desk-signature"', 'id="Signature"', 'data-signature="true"'])
def test_html_that_marks_the_signature_of_a_plain_text(mark: str) -> None:
    quoted = "<p>On Mon, 2 Mar 2026 at 09:10, Ines &lt;i@example.org&gt; wrote:</p><blockquote>Does it dim?</blockquote>"
    assert marks_signature(f"<p>It dims with any switch.</p><div {mark}>Tomas Berg<br>Lamps &amp; Co</div>{quoted}", PLAIN)


@pytest.mark.parametrize("markup", ["<p>It dims with any switch.</p>", '<p>Another text</p><div class="signature">Tomas Berg</div>'])
def test_html_without_a_mark_or_of_another_message(markup: str) -> None:
    assert not marks_signature(markup, PLAIN)
