"""A record as TEI P5 XML: utterances with who speaks, people and source in the header.

The elements used are those of ``tei.rng`` beside this file, a RelaxNG of our own for this subset of TEI P5
(modules core, header, corpus, namesdates, spoken, textstructure); it is no part of the TEI's own schemas.
"""

from __future__ import annotations

import re

from lxml import etree

from junket.exports.formats.transcript import transcript
from junket.pipelines.record.record import EXTRACTOR_VERSION, Record, Turn

TEI = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'

_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_NAME = re.compile(r"[^A-Za-z0-9_-]")
_SPACE = re.compile(r"\s+")
_NAMESPACES: dict[str | None, str] = {None: TEI}
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_ROLES = {"question": "interviewer", "answer": "interviewee"}


def record_tei(record: Record) -> bytes:
    """The record as one ``<TEI>`` element in UTF-8, without XML declaration, ending with a line end.

    What XML 1.0 cannot hold (control characters, lone surrogates) becomes U+FFFD; so nothing is raised for any text.
    """
    people = _people(record)
    root = etree.Element(f"{{{TEI}}}TEI", nsmap=_NAMESPACES)  # type: ignore[arg-type]  # the stubs forget None, the default namespace
    if record.language:
        root.set(f"{{{XML}}}lang", record.language)
    _header(root, record, people)
    division = _add(_add(_add(root, "text"), "body"), "div", type=record.kind)
    for piece in transcript(record):
        if piece.turn is None:
            _lines(_add(division, "p"), piece.text)
        elif piece.turn.role == "note":
            _lines(_add(division, "note"), piece.text)
        else:
            _utterance(division, piece.turn, people)
    if len(division) == 0:
        _add(division, "p")
    return bytes(etree.tostring(root, encoding="utf-8")) + b"\n"


def corpus_start() -> bytes:
    """What stands before several records: ``<teiCorpus>`` and its header."""
    root = etree.Element(f"{{{TEI}}}teiCorpus", nsmap=_NAMESPACES)  # type: ignore[arg-type]  # the stubs forget None, the default namespace
    file = _add(_add(root, "teiHeader"), "fileDesc")
    _add(_add(file, "titleStmt"), "title", "Pages read by Junket")
    _add(_add(file, "publicationStmt"), "p", _made_by())
    _add(_add(file, "sourceDesc"), "p", "Web pages; each text names its own.")
    whole = bytes(etree.tostring(root, encoding="utf-8"))
    return DECLARATION + whole.removesuffix(b"</teiCorpus>") + b"\n"


CORPUS_END = b"</teiCorpus>\n"


def _people(record: Record) -> dict[tuple[str, str | None], str]:
    """Role and name of each speaker to an ``xml:id``, unique in a corpus too; a nameless side is one person."""
    found: dict[tuple[str, str | None], str] = {}
    for turn in record.turns:
        if turn.role in _ROLES:
            role = _ROLES[turn.role]
            found.setdefault((role, turn.speaker), f"{role}-{len(found) + 1}-{_NOT_NAME.sub('-', record.id)}")
    return found


def _header(root: etree._Element, record: Record, people: dict[tuple[str, str | None], str]) -> None:
    header = _add(root, "teiHeader")
    file = _add(header, "fileDesc")
    titles = _add(file, "titleStmt")
    _people_of_the_page(titles, record)
    publication = _add(file, "publicationStmt")
    _add(publication, "p", _made_by())
    if record.licence:
        _add(publication, "p", f"Licence of the source: {record.licence}")
    _source(_add(_add(file, "sourceDesc"), "bibl"), record)
    if not (people or record.language):
        return
    profile = _add(header, "profileDesc")
    if record.language:
        codes = dict.fromkeys([record.language, *(turn.language for turn in record.turns if turn.language)])
        languages = _add(profile, "langUsage")
        for code in codes:
            _add(languages, "language", ident=code)
    if people:
        listed = _add(_add(profile, "particDesc"), "listPerson")
        for (role, name), key in people.items():
            person = _add(listed, "person", role=role)
            person.set(f"{{{XML}}}id", key)
            if name:
                _add(person, "persName", name)


def _people_of_the_page(element: etree._Element, record: Record) -> None:
    """The title, who signs, and a ``<respStmt>`` for each who translated or took the pictures."""
    _add(element, "title", record.title or "Untitled")
    for author in record.authors:
        _add(element, "author", author)
    for role, names in (("translator", record.translators), ("photographer", record.photographers)):
        for name in names:
            statement = _add(element, "respStmt")
            _add(statement, "resp", role)
            _add(statement, "persName", name)


def _source(bibl: etree._Element, record: Record) -> None:
    _people_of_the_page(bibl, record)
    if record.site:
        _add(bibl, "publisher", record.site)
    if record.date:
        _add(bibl, "date", record.date, **({"when": record.date} if _DAY.match(record.date) else {}))
    if address := record.canonical_url or record.url:
        _add(bibl, "ref", address, target=_SPACE.sub("%20", address))
    _add(bibl, "idno", record.id, type="junket")
    _add(bibl, "idno", record.content_hash, type="content-hash")


def _utterance(division: etree._Element, turn: Turn, people: dict[tuple[str, str | None], str]) -> None:
    spoken = _add(division, "u", who="#" + people[_ROLES[turn.role], turn.speaker])
    spoken.set(f"{{{XML}}}id", "t-" + _NOT_NAME.sub("-", turn.turn_id))
    if turn.language:
        spoken.set(f"{{{XML}}}lang", turn.language)
    _lines(spoken, turn.text)
    if turn.answer_missing:
        _add(division, "gap", reason="answer-missing")


def _lines(element: etree._Element, text: str) -> None:
    """The text, with ``<lb/>`` for each line end."""
    first, *others = text.split("\n")
    element.text = _clean(first)
    for line in others:
        _add(element, "lb").tail = _clean(line)


def _add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{TEI}}}{tag}", {name: _clean(value) for name, value in attributes.items()})
    child.text = None if text is None else _clean(text)
    return child


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _made_by() -> str:
    return f"Extracted by Junket {EXTRACTOR_VERSION}. The text belongs to its source."
