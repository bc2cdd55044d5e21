"""Junket beside a peer, page by page, as a picture: ``.bench/report.html``, which needs no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

Point = tuple[str, float, float, str | None]
"""Page, Junket's word F1, the peer's, URL."""
_SIDE = 420
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Junket beside trafilatura</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>:root {{ color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }} body {{ margin: 2rem }}
svg {{ width: 30rem; overflow: visible }} line {{ stroke: GrayText }} circle {{ fill: #2563eb; fill-opacity: .35 }}
circle.behind {{ fill: #dc2626; fill-opacity: .6 }} text {{ fill: CanvasText; font-size: 12px }}
div {{ display: flex; flex-wrap: wrap; gap: 3rem }}</style>
<h1>Junket beside trafilatura, page by page</h1>
<p>A point is a page; above the line Junket is better. Red: behind by more than 0.02. A point's
title names its page.</p>
<div>{charts}</div></html>
"""


def write_report(path: Path, sets: Mapping[str, Sequence[Point]]) -> Path:
    """Draws word F1 of both programs, a chart a set; gives the path back."""
    charts = "".join(_chart(name, points) for name, points in sets.items())
    path.write_text(_PAGE.format(charts=charts), "utf-8")
    return path


def _chart(name: str, points: Sequence[Point]) -> str:
    better = sum(own > other + 0.02 for _, own, other, _ in points)
    worse = sum(own < other - 0.02 for _, own, other, _ in points)
    dots = "".join(map(_dot, points))
    return (
        f"<figure><figcaption>{escape(name)}: {len(points)} pages, {better} better, {worse} worse</figcaption>"
        f'<svg viewBox="-30 -10 {_SIDE + 40} {_SIDE + 40}"><line x2="{_SIDE}" y1="{_SIDE}" y2="0"/>'
        f'<line x2="{_SIDE}" y1="{_SIDE}" y2="{_SIDE}"/><line y2="{_SIDE}"/>'
        f'<text x="{_SIDE - 60}" y="{_SIDE + 16}">trafilatura</text>'
        f'<text x="-28" y="0">Junket</text>{dots}</svg></figure>'
    )


def _dot(point: Point) -> str:
    page, own, other, url = point
    behind = ' class="behind"' if own < other - 0.02 else ""
    title = escape(f"{page}: {own:.3f}, {other:.3f} {url or ''}")
    return (
        f'<circle{behind} cx="{_SIDE * other:.0f}" cy="{_SIDE * (1 - own):.0f}" r="4"><title>{title}</title></circle>'
    )
