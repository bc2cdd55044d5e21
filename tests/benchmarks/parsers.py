"""Parsers beside each other: how fast they are, and what they make of broken markup.

    parsers.py [--every N]

Runs in the peers' venv (``make bench`` makes it): lxml, selectolax (lexbor) and resiliparse (lexbor too). The times
are milliseconds of CPU a page for a bare parse, and for a parse after which each element's tag, class, parent and own
text were read once, which is the least that Junket's walk does. The pages are those of ``../shared`` when it is there,
else those of ``tests/pages``. A broken page is passed when the words that it must show are shown, in order.
"""

import argparse
import gzip
import sys
import time
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement, HTMLParser
from resiliparse.parse.html import HTMLTree, NodeType, traverse_dom
from selectolax.lexbor import LexborHTMLParser

CHECKOUT = Path(__file__).resolve().parents[2]
BENCH = CHECKOUT.parent / "shared" / "bench"
UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "noframes"})

BROKEN = {
    "unclosed tags": (b"<div><p>one<p>two<b>three<p>four", "one two three four"),
    "nested paragraphs": (b"<p>one<div>two<p>three</div>four</p>five", "one two three four five"),
    "text in a table": (b"<table>one<tr><td>two</table>three", "one two three"),
    "misnested styles": (b"<b>one<i>two</b>three</i>four", "one two three four"),
    "plaintext": (b"<p>one<plaintext><p>two</plaintext>", "one <p>two</plaintext>"),
    "zero bytes": (b"<p>one\0<b\0>two</b>three", "one two three"),
    "template": (b"<p>one<template><p>not shown</template><p>two", "one two"),
    "unclosed comment": (b"<p>one<!-- two --!> three --><p>four", "one three --> four"),
    "script in text": (b"<p>one<script>if (a<b) {'</p>'}</script>two", "one two"),
    "two bodies": (b"<body><p>one</body></html><body><p>two", "one two"),
    "frames": (b"<frameset><frame src=a><noframes><p>one</noframes></frameset>", ""),
    "end tags alone": (b"</p></div>one</br>two</table>three", "one two three"),
    "stray quotes": (b'<p title="a"b"c">one</p><p =x>two', "one two"),
    "depth 3,000": (b"<div>" * 3000 + b"one" + b"</div>" * 3000 + b"two", "one two"),
    "select and options": (b"<select><option>a<p>b</select><p>one", "a b one"),
    "list in a paragraph": (b"<p>one<ul><li>two<li>three</ul>four", "one two three four"),
}


def lxml_tree(body):
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return etree.fromstring(body, parser)


def lxml_walk(root):
    for element in root.iter():
        _ = (element.tag, element.get("class"), element.getparent(), element.text, element.tail)


def lxml_text(root):
    pieces = []
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start" and element.tag in UNSEEN:
            walker.skip_subtree()
        pieces.append((element.text if element.tag not in UNSEEN else "") if event == "start" else element.tail)
    return pieces


def lexbor_tree(body):
    return LexborHTMLParser(body)


def lexbor_walk(tree):
    for node in tree.root.traverse(include_text=True):
        _ = (node.tag, node.attributes.get("class"), node.parent, node.text_content)


def lexbor_text(tree):
    for node in tree.root.traverse(include_text=True):
        if node.tag == "-text" and node.parent.tag not in UNSEEN:
            yield node.text_content


def resiliparse_tree(body):
    return HTMLTree.parse(body.decode("utf-8", "replace"))


def resiliparse_walk(tree):
    def read(context):
        node = context.node
        name = node.getattr("class") if node.type == NodeType.ELEMENT else None
        _ = (node.tag, name, node.parent, node.value)

    traverse_dom(tree.document, read)


def resiliparse_text(tree):
    pieces = []

    def read(context):
        if context.node.tag == "#text" and context.node.parent.tag not in UNSEEN:
            pieces.append(context.node.value)

    traverse_dom(tree.document, read)
    return pieces


PARSERS = {
    "lxml": (lxml_tree, lxml_walk, lxml_text),
    "lexbor": (lexbor_tree, lexbor_walk, lexbor_text),
    "resiliparse": (resiliparse_tree, resiliparse_walk, resiliparse_text),
}


def bodies(every):
    if BENCH.is_dir():
        files = [path for name in ("wcxb", "fundus") for path in sorted((BENCH / name / "pages").glob("*.html.gz"))]
        return [gzip.decompress(path.read_bytes()) for path in files[::every]]
    return [path.read_bytes() for path in sorted((CHECKOUT / "tests" / "pages").rglob("*.html"))]


def fastest(function, pages):
    """Milliseconds of CPU a page, each page's fastest of five runs."""
    total = 0.0
    for page in pages:
        runs = []
        for _ in range(5):
            started = time.process_time()
            function(page)
            runs.append(time.process_time() - started)
        total += min(runs)
    return 1e3 * total / len(pages)


def shown(tree, text, body):
    try:
        return " ".join(" ".join(filter(None, text(tree(body)))).split())
    except Exception as error:  # noqa: BLE001  # whatever a parser raises is its answer
        return type(error).__name__


def right(answer, words):
    """White space apart, and the sign that stands for a zero byte."""
    return "".join(answer.replace("\ufffd", "").split()) == "".join(words.split())


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--every", type=int, default=10)
    pages = bodies(arguments.parse_args().every)
    say = sys.stdout.write
    say(f"{f'{len(pages)} pages, ms a page':<24}" + "".join(f"{name:>14}" for name in PARSERS) + "\n")
    for title, with_walk in (("parse", False), ("parse and walk", True)):
        say(f"{title:<24}")
        for tree, walk, _ in PARSERS.values():
            say(f"{fastest((lambda b, t=tree, w=walk: w(t(b))) if with_walk else tree, pages):>14.2f}")
        say("\n")
    for title, (body, words) in BROKEN.items():
        found = {name: shown(tree, text, body) for name, (tree, _, text) in PARSERS.items()}
        say(
            f"{title:<24}"
            + "".join(f"{'yes' if right(answer, words) else 'no':>14}" for answer in found.values())
            + "\n"
        )
        for name, answer in found.items():
            if not right(answer, words):
                say(f"    {name}: {answer[:80]}\n")


if __name__ == "__main__":
    main()
