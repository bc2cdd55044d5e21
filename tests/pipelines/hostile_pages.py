"""Pages made to cost time or memory. As a script: extract the named one, print what it took as JSON."""

import json
import sys
import time
from pathlib import Path

TEXT = b"<p>The crew would not climb the ladder, and so the light was never hung where it ought to be.</p>"
ARTICLE = b"<h1>A talk about a ladder</h1>" + TEXT + b"<p>Nobody said why, and nobody asked them a second time.</p>"

PAGES = {
    "nesting": lambda: b"<div>" * 50_000 + ARTICLE,
    "inline_nesting": lambda: b"<b><i>" * 100_000 + ARTICLE,
    "open_paragraphs": lambda: b"<p>" * 8_000_000,
    "text_node": lambda: ARTICLE + b"<p>" + b"word " * 4_000_000,
    "text_node_of_one_word": lambda: ARTICLE + b"<p>" + b"w" * 20_000_000,
    "text_node_in_cyrillic": lambda: ARTICLE + b"<p>" + "слово ".encode() * 1_800_000,
    "tables": lambda: b"<table><tr><td>a cell</td></tr></table>" * 10_000 + ARTICLE,
    "nested_tables": lambda: b"<table><tr><td>" * 10_000 + ARTICLE,
    "table_of_rows": lambda: ARTICLE + b"<table>" + b"<tr><td>1</td><td>two</td></tr>" * 100_000 + b"</table>",
    "nuls": lambda: ARTICLE.replace(b" ", b" \0") * 100,
    "surrogates": lambda: ARTICLE + b"&#xD800;&#xDFFF;" * 300_000,
    "lone_surrogate_bytes": lambda: ARTICLE + b"\xed\xa0\x80" * 300_000,
    "says_utf_16": lambda: b'<meta charset="utf-16">' + ARTICLE + b"\xff\xfe\xc3" * 100_000,
    "says_unknown_charset": lambda: b'<meta charset="x-made-up">' + ARTICLE + b"\xe9" * 100_000,
    "plaintext": lambda: ARTICLE + b"<plaintext>" + TEXT * 10_000,
    "frames": lambda: b"<frameset>" + b"<frame src=a>" * 1_000_000 + b"</frameset>",
    "empty_body": lambda: b"<html><head></head><body></body></html>",
    "broken_lines": lambda: b"a<br><br>" * 1_300_000,
    "lines_of_one_paragraph": lambda: b"<p>" + b"a<br>" * 2_000_000,
    "breaks": lambda: ARTICLE + b"<br>" * 500_000 + TEXT,
    "attributes": lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(1_000_000)) + b">" + ARTICLE,
    "long_attribute": lambda: b'<p class="' + b"word " * 2_000_000 + b'">' + ARTICLE,
    "names": lambda: b"".join(b'<p class="a%d b%d">x</p>' % (n, n) for n in range(150_000)) + ARTICLE,
    "names_in_names": lambda: b"".join(b'<div class="a%s">' % (b"bc" * (n % 400)) for n in range(900)) * 20 + ARTICLE,
    "tiny_tags": lambda: b"<i></i>" * 1_000_000 + ARTICLE,
    "tiny_paragraphs": lambda: b"<p>a</p>" * 1_000_000,
    "headings": lambda: b"<h1>A title</h1>" * 500_000,
    "entities": lambda: ARTICLE + b"&amp;" * 2_000_000,
    "unknown_entities": lambda: ARTICLE + b"&bogus;" * 1_500_000,
    "links": lambda: ARTICLE + b"<a href=/x>y</a> " * 1_000_000,
    "list_of_links": lambda: ARTICLE + b"<ul>" + b"<li><a href=/x>y</a>" * 1_000_000,
    "pictures": lambda: ARTICLE + b"<img src=/a.jpg>" * 1_000_000,
    "meta_tags": lambda: b"<meta name=a content=b>" * 1_000_000 + ARTICLE,
    "scripts": lambda: b"<script>x</script>" * 1_000_000 + ARTICLE,
    "signs_of_less": lambda: b"<" * 10_000_000 + ARTICLE,
    "comments": lambda: b"<!-- a -->" * 1_000_000 + ARTICLE,
    "questions": lambda: b"<p><b>Why do you ask?</b></p><p>Because I can.</p>" * 100_000,
    "quotations": lambda: b"<blockquote><p>A quote of several words that anyone can say.</p></blockquote>" * 50_000,
    "graph": lambda: b'<script type="application/ld+json">' + b'{"@graph":[' * 300_000 + b"</script>" + ARTICLE,
    "utf_16": lambda: "<p>Words, and then more of them.</p>".encode("utf-16") + ARTICLE.decode().encode("utf-16-le"),
    "hidden": lambda: b"<noscript>" + TEXT * 100_000 + b"</noscript>",
}


def memory(kind):
    """This program's memory in MB, as it is (``VmRSS``) or at its peak (``VmHWM``); 0 where it cannot be told.

    Not ``ru_maxrss``: on Linux that is the parent's until it is outgrown, since it outlives ``exec``.
    """
    status = Path("/proc/self/status")
    lines = status.read_text("ascii").splitlines() if status.exists() else ()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(kind)), 0.0)


def main(name):
    from junket.crawlers.page import Page
    from junket.pipelines.record.record import Record
    from junket.pipelines.verdict import verdict

    loaded = memory("VmRSS")
    page = Page(url="https://film.example/a", body=PAGES[name](), media_type="text/html", named=True)
    started = time.process_time()
    outcome = verdict(page).outcome
    seconds = time.process_time() - started
    found = {"seconds": seconds, "megabytes": memory("VmHWM") - loaded}
    if isinstance(outcome, Record):
        found |= {"text": len(outcome.text), "ladder": "ladder" in outcome.text, "warnings": outcome.warnings}
        outcome.text.encode("utf-8")
    else:
        found |= {"reason": outcome.reason}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
