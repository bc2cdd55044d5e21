"""A page explained, as one HTML page: what was kept in full, what was stripped greyed out, with rule and score beside.

The page stands by itself: no script, no picture, nothing from the network, which its own policy (CSP) forbids. All that
comes from the explained page is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from textwrap import shorten

from junket.crawlers.terminal import printable
from junket.exports.formats.explain import counts_of, outcome_of
from junket.pipelines.boilerplate.rule_kinds import KINDS, METADATA
from junket.pipelines.explanation import KEPT, Explanation, Piece, Span
from junket.pipelines.metadata.choices import Choice
from junket.pipelines.page.block import HEADINGS
from junket.pipelines.record.record import Image, Record

_FOLDED = 8
"""More pieces than this in a row that one rule took out are folded together."""
_PREVIEW = 160
"""Characters of such a row that are shown while it is folded."""
_FEW_CANDIDATES = 30
"""Up to so many candidates the table is open at once."""
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'"
_MEANING = {
    KEPT: "kept: the record's text",
    METADATA: "in another field of the record",
    "place": "where it stands: outside the article, a card, an orphan",
    "page": "parts of the page: menus, footers, forms",
    "reader": "asks the reader: share, subscribe, comment",
    "elsewhere": "leads elsewhere: related, links, advertising",
    "numbers": "widgets of numbers",
    "repeated": "said twice, or on every page of the site",
    "model": "the learned model's decision",
    "site": "the site's own TOML",
    "other": "other rules",
}


def explain_html(explained: Explanation) -> bytes:
    """The explanation as a page of UTF-8."""
    css = _css()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    title = _title(explained)
    parts = (
        "<!doctype html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>{title} · explained</title>',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}; style-src &#39;sha256-{digest}&#39;">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">',
        f"<style>{css}</style></head><body>",
        f'<h1 dir="auto">{title}</h1>',
        *_facts(explained),
        *_candidates(explained.choices),
        f"<h2>The page, {explained.blocks} blocks</h2>",
        *_legend(explained),
        "<main>",
        *_pieces(explained.pieces),
        "</main></body></html>\n",
    )
    return "\n".join(parts).encode("utf-8", "replace")


def _css() -> str:
    """The style sheet, with a rule for each kind: its colour, and its being hidden by its box in the legend."""
    sheet = files(__package__).joinpath("explain.css").read_text("utf-8")
    colours = (f".k-{kind} {{ --mark: var(--{kind}); }}" for kind in KINDS)
    hidden = (f"body:has(#show-{kind}:not(:checked)) main .k-{kind} {{ display: none; }}" for kind in (KEPT, *KINDS))
    return "\n" + "\n".join((sheet, *colours, *hidden)) + "\n"


def _text(value: object) -> str:
    """Any value as the text of an element or of a quoted attribute."""
    return escape(printable(str(value)))


def _title(explained: Explanation) -> str:
    record = explained.outcome
    return _text((isinstance(record, Record) and record.title) or explained.url or "A page")


def _facts(explained: Explanation) -> Iterator[str]:
    yield '<dl class="facts">'
    yield from _fact("page", _address(explained.url))
    yield from _fact("outcome", _text(outcome_of(explained)))
    record = explained.outcome
    if isinstance(record, Record):
        yield from _fact("authors", _text(", ".join(record.authors)))
        yield from _fact("date", _text(record.date or ""))
        yield from _fact("asked by", _text(", ".join(record.interviewers)))
        yield from _fact("answered by", _text(", ".join(record.interviewees)))
        yield from _fact("lead", _text(record.lead or ""))
        yield from _fact("pictures", "<br>".join(map(_picture, record.images)))
    yield "</dl>"


def _picture(image: Image) -> str:
    return _text(" · ".join(filter(None, (image.caption, image.credit, image.url))))


def _fact(name: str, value: str) -> Iterator[str]:
    if value:
        yield f'<dt>{name}</dt><dd dir="auto">{value}</dd>'


def _address(url: str) -> str:
    """A link for what a browser opens safely; anything else as text."""
    if not url.startswith(("http://", "https://")):
        return _text(url)
    return f'<a href="{_text(url)}" rel="noopener noreferrer">{_text(url)}</a>'


def _candidates(choices: Sequence[Choice]) -> Iterator[str]:
    if not choices:
        return
    said = sum(choice.chosen for choice in choices)
    yield "<details open>" if len(choices) <= _FEW_CANDIDATES else "<details>"
    yield f"<summary><h2>Metadata: {len(choices)} candidates, {said} say what the record says (✓)</h2></summary>"
    yield "<table><thead><tr><th></th><th>field</th><th>value</th><th>source</th><th>weight</th><th>block</th></tr>"
    yield "</thead><tbody>"
    yield from map(_choice, choices)
    yield "</tbody></table></details>"


def _choice(choice: Choice) -> str:
    found = choice.candidate
    block = "" if found.block is None else f'<a href="#b{found.block}">{found.block}</a>'
    row, mark = ("<tr>", "✓") if choice.chosen else ('<tr class="not">', "")
    return (
        f'{row}<td>{mark}</td><td>{_text(found.field)}</td><td class="value" dir="auto">{_text(found.value)}</td>'
        f'<td><code>{_text(found.source)}</code></td><td class="number">{found.weight}</td>'
        f'<td class="number">{block}</td></tr>'
    )


def _legend(explained: Explanation) -> Iterator[str]:
    """What there is of each kind, with a box that hides it."""
    kept = sum(piece.keep for piece in explained.pieces)
    rows = {KEPT: f"kept {kept}"} if explained.pieces else {}
    for kind, rules in counts_of(explained).items():
        rows[kind] = ", ".join(f"{_text(rule)} {count}" for rule, count in rules.most_common())
    yield '<div class="legend">'
    for kind, counts in rows.items():
        box = f'<input type="checkbox" id="show-{kind}" checked>'
        yield f'<label class="why k-{kind}" title="{_MEANING[kind]}">{box} <b>{kind}</b> {counts}</label>'
    yield "</div>"


def _pieces(pieces: Sequence[Piece]) -> Iterator[str]:
    """The pieces in page order; a long row of what one rule took out is folded."""
    seen: set[int] = set()
    for (kind, rule), group in groupby(pieces, key=lambda piece: (piece.kind, piece.rule)):
        row = list(group)
        folded = kind != KEPT and len(row) > _FOLDED
        if folded:
            preview = _text(shorten(" · ".join(piece.text[:_PREVIEW] for piece in row), _PREVIEW, placeholder=" …"))
            yield f'<details class="run k-{kind}"><summary><span class="why"><b>{_text(rule)}</b></span> '
            yield f'{len(row)} blocks: <span dir="auto">{preview}</span></summary>'
        for piece in row:
            yield _piece(piece, first=piece.block not in seen)
            seen.add(piece.block)
        if folded:
            yield "</details>"


def _piece(piece: Piece, *, first: bool) -> str:
    place = f' id="b{piece.block}"' if first else ""
    look = " h" if piece.tag in HEADINGS else " quote" if piece.tag == "blockquote" else ""
    state = "keep" if piece.keep else "strip"
    text = "".join(map(_span, piece.spans)) if piece.keep else _text(piece.text)
    return (
        f'<div class="piece {state} k-{piece.kind}"{place}><div class="where">'
        f'<a href="#b{piece.block}">{piece.block}</a> {_text(piece.tag)}</div>'
        f'<div class="text{look}" dir="auto">{text}</div><div class="why">{_why(piece)}</div></div>'
    )


def _why(piece: Piece) -> str:
    rule = f"<b>{_text(piece.rule)}</b> " if piece.rule else ""
    if piece.score is None:
        return rule
    return f'{rule}<meter min="0" max="1" value="{piece.score:.3f}"></meter> {piece.score:.2f}'


def _span(span: Span) -> str:
    if span.role is None:
        return _text(span.text.strip())
    who = f"{span.role} · {_text(span.speaker)}" if span.speaker else span.role
    said = f'<span class="said">{_text(span.text)}</span>'
    return f'<span class="turn {span.role}"><span class="who">{who}</span>{said}</span>'
