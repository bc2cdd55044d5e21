"""The article's pictures: where they lie, what the page prints under them, and who took them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from urllib.parse import urljoin, urlsplit

from junket.pipelines.boilerplate.credits import split_credit
from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.page.block import Block
from junket.pipelines.page.elements import Elements
from junket.pipelines.page.markup_names import own_tokens
from junket.pipelines.record.record import Image

MAX_IMAGES = 200
_MAX_URL = 2000
_SMALLEST = 60
"""Pixels; smaller pictures are icons and counters."""
_PICTURES = frozenset({"img", "amp-img"})
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-full-url", "data-sf-original-src")
"""Where scripts find the picture that they show in place of ``src``; SingleFile keeps the address there."""
_LAZY_SETS = ("data-srcset", "data-lazy-srcset")
_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)(?:[?#]|$)", re.IGNORECASE)
_EMPTY = frozenset(
    {
        "blank", "placeholder", "spacer", "transparent", "pixel", "loading", "loader", "lazy", "lazyload", "preload",
        "preloader", "dummy", "empty", "grey", "gray", "white", "clear", "trans", "spinner", "1x1", "1px", "2x2", "3x2",
        "4x3", "16x9",
    }
)  # fmt: skip
"""Words of a file's name that say that the picture comes later, where all others are of :data:`_BESIDE_EMPTY`."""
_BESIDE_EMPTY = frozenset(
    {"image", "img", "picture", "photo", "thumb", "default", "ajax", "bg", "no", "load", "svg", "gif"}
)
_DRAWN = (".gif", ".png", ".svg")
"""Endings of placeholders; where a page has no other address for it, a photograph by such a name is one."""
_CLIMB = 4
_CAPTIONS = frozenset({"caption", "credits"})
_WHOLE_URL = re.compile(r"https?://[a-z0-9.-]+/[a-zA-Z0-9_/.%~+=,:@!-]+(?:\?[a-zA-Z0-9_/.%~+=,:@!&-]+)?")
"""Addresses that joining would not change; joining takes long, and most pictures have such a one."""
_MOST_ALT = 500
_SIZE = re.compile(r"(?:[-_]\d{2,5}x\d{2,5}|[-_]scaled|@\dx)$")
"""What systems add to a picture's name for each of its sizes."""
_TWICE = 2
"""Words from which a repetition is no figure of speech."""
_TELLING = 8
"""Characters from which a file's name is no other picture's at another address."""


def read_images(sheet: StripState) -> tuple[Image, ...]:
    """Pictures inside the article, in page order, each once; captions come from the blocks beside them."""
    if sheet.container is None:
        return ()
    elements, region = sheet.elements, _region(sheet.elements, sheet.container)
    captions = _captions(sheet)
    chrome: dict[int, bool] = {region: False}
    images: dict[str, Image] = {}
    for element in elements.find(region, _PICTURES):
        if len(images) >= MAX_IMAGES:
            break
        url = picture_url(elements, element, sheet.document.base_url)
        if url and url not in images and not _is_chrome(sheet, element, chrome):
            caption, credit = _beside(elements, element, captions)
            images[url] = Image(url=url, caption=caption, credit=credit, alt=_alt(elements.attributes[element]))
    lead = _lead_of(images, sheet.metadata.lead_image)
    return tuple(replace(image, lead=True) if url == lead else image for url, image in images.items())


def _region(elements: Elements, container: int) -> int:
    """The article around the container: the picture over the text often stands beside it, not inside."""
    near = islice(elements.upward(container), _CLIMB)
    return next((element for element in near if elements.tags[element] in {"article", "main"}), container)


def picture_url(elements: Elements, element: int, base_url: str) -> str | None:
    """The absolute http(s) address of an ``img``, lazy loading understood.

    None for icons, inline data and placeholders.
    """
    attributes = elements.attributes[element]
    if any(_pixels(attributes.get(side)) < _SMALLEST for side in ("width", "height")):
        return None
    for candidate in _candidates(elements, element):
        if "{" in candidate or "%7B" in candidate[:_MAX_URL].upper():  # a template that a script fills in
            continue
        try:
            if len(candidate) <= _MAX_URL and _WHOLE_URL.fullmatch(candidate):
                return candidate
            url = urljoin(base_url, candidate.strip()) if 0 < len(candidate) <= _MAX_URL else ""
            if url and urlsplit(url).scheme in {"http", "https"}:
                return url
        except ValueError:
            continue
    return None


def _candidates(elements: Elements, element: int) -> Iterator[str]:
    """Addresses, the likeliest first: what a script would set, ``src``, then what stands for a ``src`` that is none.

    A ``src`` stays where the page has the picture in more sizes. It is none where a script would put another picture
    in its place, or where its name says so.
    """
    attributes = elements.attributes[element]
    yield from (found for name in _LAZY if (found := attributes.get(name)))
    source, sources = attributes.get("src", ""), _sources(elements, element)
    lazy = [_largest(found) for one in (attributes, *sources) for name in _LAZY_SETS if (found := one.get(name))]
    sizes = [_largest(found) for one in (attributes, *sources) if (found := one.get("srcset"))]
    empty = _is_empty(source) and not any(_is_same_picture(source, real) for real in (*lazy, *sizes))
    replaced = empty or any(not _is_same_picture(source, real) for real in lazy)
    unseen = _is_replaced_without_script(elements, element, source)
    if source and not replaced and not unseen:
        yield source
    yield from lazy
    yield from sizes
    told = (value[:_MAX_URL] for name, value in attributes.items() if name.startswith("data-"))
    yield from (_largest(value) for value in told if _FILE.search(value))
    if source and not unseen and not (empty and source[:_MAX_URL].split("?", 1)[0].lower().endswith(_DRAWN)):
        yield source


def _sources(elements: Elements, element: int) -> list[Mapping[str, str]]:
    """The attributes of what else a ``picture`` offers."""
    picture = _picture(elements, element)
    sources = elements.find(picture, ("source",)) if picture is not None else ()
    return [elements.attributes[source] for source in islice(sources, _MOST_SOURCES)]


def _picture(elements: Elements, element: int) -> int | None:
    """The ``picture`` that an ``img`` is of; the parser does not know that a ``source`` holds nothing."""
    above = islice(elements.above(element), _MOST_SOURCES + 1)
    outer = next((one for one in above if elements.tags[one] != "source"), None)
    return outer if outer is not None and elements.tags[outer] == "picture" else None


_MOST_SOURCES = 8
"""Elements of one ``picture`` that are read."""


def _is_empty(source: str) -> bool:
    """Whether an address is inline data, or a file called as placeholders are."""
    if source[:5].lower() == "data:":
        return True
    name = source[:_MAX_URL].split("?", 1)[0].rpartition("/")[2].rpartition(".")[0].lower()
    words = {word for word in _BETWEEN.split(name) if not word.isdigit()}
    return not words.isdisjoint(_EMPTY) and words <= _EMPTY | _BESIDE_EMPTY


_BETWEEN = re.compile(r"[-_.]+")


def _is_same_picture(one: str, other: str) -> bool:
    """Whether two addresses are of one picture by their names, in whatever sizes."""
    first, second = _picture_name(one), _picture_name(other)
    return _is_same(first, second) or (first[0] == second[0] and second[1].startswith(first[1]))


def _is_replaced_without_script(elements: Elements, element: int, source: str) -> bool:
    """Whether a ``noscript`` just behind the element has another picture: the one that its script would load."""
    behind = elements.next(element)
    if behind is None and (picture := _picture(elements, element)) is not None:
        behind = elements.next(picture)
    if behind is None or elements.tags[behind] != "noscript":
        return False
    inner = (elements.attributes[one] for one in elements.find(behind, ("img",)))
    real = next((found for one in inner if (found := one.get("src"))), "")
    return bool(_FILE.search(real[:_MAX_URL])) and not _is_same_picture(source, real)


def _pixels(value: str | None) -> float:
    if value is None:
        return float("inf")
    digits = value.strip().removesuffix("px")
    return float(digits) if digits.isascii() and digits.isdigit() else float("inf")


def _largest(source_set: str) -> str:
    """The address with the greatest width or density in a ``srcset``."""
    best, size = "", -1.0
    for entry in _NEXT.split(source_set[: 20 * _MAX_URL]):
        address, _, descriptor = " ".join(entry.split()).rstrip(",").partition(" ")
        number = _NUMBER.match(descriptor)
        value = float(number[1]) if number else 0.0
        if address and value > size:
            best, size = address, value
    return best


_NUMBER = re.compile(r"(\d{1,6}(?:\.\d{1,4})?)[wx](?!\S)")
_NEXT = re.compile(r",\s|(?<=\d[wxh]),")
"""Between two addresses of a ``srcset``; a comma inside an address has no space behind it."""


def _is_chrome(sheet: StripState, element: int, known: dict[int, bool]) -> bool:
    """Whether the element, or one above it, is named so. ``known`` has the answers so far, the region's first."""
    elements, chain = sheet.elements, list[int]()
    found = False
    for above in elements.upward(element):
        if above in known:
            found = known[above]
            break
        chain.append(above)
    for below in reversed(chain):
        names = own_tokens(elements.attributes[below])
        found = known[below] = found or sheet.structure.names_chrome(names, elements.tags[below])
    return found


def _captions(sheet: StripState) -> dict[int, list[Block]]:
    """Caption blocks by each of the elements near above them; those too that went with what lies around the text."""
    captions: dict[int, list[Block]] = {}
    for position, (block, rule) in enumerate(zip(sheet.blocks, sheet.rules, strict=True)):
        if rule in _CAPTIONS or (rule == "container" and sheet.chrome[position] in _CAPTIONS):
            for element in islice(sheet.elements.upward(block.element), _CLIMB + 1):
                captions.setdefault(element, []).append(block)
    return captions


def _beside(elements: Elements, element: int, captions: dict[int, list[Block]]) -> tuple[str | None, str | None]:
    """Caption and credit of a picture: the nearest element above it that holds both and no second picture."""
    for above in islice(elements.above(element), _CLIMB):
        if above in captions and _pictures(elements, above) == 1:
            return split_credit(_once(" ".join(dict.fromkeys(block.text for block in captions[above][:3]))))
    return None, None


def _once(text: str) -> str:
    """A caption that a template prints twice, one behind the other, once."""
    words = text.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half >= _TWICE and words[:half] == words[half:] else text


def _pictures(elements: Elements, element: int) -> int:
    """The element's pictures, at most two; what is there for browsers without scripts is another's copy."""
    found = elements.find(element, _PICTURES)
    shown = (one for one in found if not any(elements.tags[above] == "noscript" for above in elements.above(one)))
    return sum(1 for _ in islice(shown, 2)) or sum(1 for _ in islice(elements.find(element, ("img",)), 2))


def _alt(attributes: Mapping[str, str]) -> str | None:
    """The alternative text as the page gives it (WAI: empty for a picture that only decorates)."""
    return " ".join(attributes.get("alt", "")[:_MOST_ALT].split()) or None


def _lead_of(images: Iterable[str], named: str | None) -> str | None:
    """Which of the article's pictures the page names as its own (``og:image`` and the like); None where it is none."""
    wanted = _picture_name(named or "")
    return next((url for url in images if named and _is_same(_picture_name(url), wanted)), None)


def _is_same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one == other or (one[1] == other[1] and len(one[1]) >= _TELLING)


def _picture_name(url: str) -> tuple[str, str]:
    """Folder and name without size, ending and query: one picture in several sizes has one."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return "", ""
    folder, _, name = path.rpartition("/")
    return folder, _SIZE.sub("", name.rpartition(".")[0] or name)
