"""What stands after ``</html>`` is text as well."""

import pytest

from junket.crawlers.page import Page
from junket.pipelines.page.parse import parse


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<html><body><p>one</p></body></html><p>two</p><div>three</div>", "one two three"),
        ("<html><body><p>one</p></body></html>two<p>three</p>four", "one two three four"),
        ("<body>one</body></html><html><head><title>no</title></head><body>two<p>three</body></html>", "one two three"),
        ("<html><p>one</p></html><!-- a --><script>x</script><p>two</p></html><p>three", "one two three"),
        ("<html><body></body></html><article><p>one</p></article>", "one"),
        ("<html><body><p>one</p></body></html>\n<!-- a -->\n", "one"),
    ],
)
def test_text_after_the_end_is_text(html, words):
    document = parse(Page.from_text("https://reels.example/a", html))
    assert " ".join(" ".join(block.text for block in document.blocks).split()) == words
    assert [block.index for block in document.blocks] == list(range(len(document.blocks)))
