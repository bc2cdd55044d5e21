"""The Arrow schema of the dataset: one explicit table, every column always there, each with its description.

``DATA_FORMAT.md`` prints these descriptions; a test holds the two together.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import pyarrow as pa
from junket.exports.masked import masked
from junket.exports.surrogates import without_surrogates
from junket.pipelines.interview import Interview

SCHEMA_VERSION = "3"
"""Raised on every change of a column's name, type or meaning; a publish then rewrites all files."""

_INSTANT = pa.timestamp("us", "UTC")
_STRINGS = pa.list_(pa.field("element", pa.string(), nullable=False))


def _field(name: str, kind: pa.DataType, description: str, *, nullable: bool = True) -> pa.Field[Any]:
    return pa.field(name, kind, nullable=nullable, metadata={"description": description})


def _structs(*fields: pa.Field[Any]) -> pa.DataType:
    return pa.list_(pa.field("element", pa.struct(fields), nullable=False))


_TURN = _structs(
    _field("turn_id", pa.string(), "Names the turn as long as its words stay.", nullable=False),
    _field("role", pa.string(), "`question` (the interviewer's remarks too), `answer` or `note`.", nullable=False),
    _field("speaker", pa.string(), "Who speaks, as a full name where the page supports one."),
    _field("speaker_printed", pa.string(), "The label as the page prints it."),
    _field("language", pa.string(), "Language of the turn where it is known, as an ISO 639-1 code."),
    _field("text", pa.string(), "The words, without label, number or dash.", nullable=False),
    _field("start", pa.int32(), "First code point in the document's `text`, from 0.", nullable=False),
    _field("end", pa.int32(), "Code point after the last: `text[start:end]` is the turn's text.", nullable=False),
    _field("answer_missing", pa.bool_(), "True for a question that the page leaves without an answer.", nullable=False),
    _field("question_id", pa.string(), "The same for a series' template question on all pages of a site."),
)
_IMAGE = _structs(
    _field("url", pa.string(), "Address of the picture.", nullable=False),
    _field("caption", pa.string(), "The caption as printed."),
    _field("credit", pa.string(), "The credit as printed."),
    _field("alt", pa.string(), "The alternative text that the page gives for it."),
    _field("lead", pa.bool_(), "True for the one that the page names as its picture.", nullable=False),
)
_PART = _structs(
    _field("url", pa.string(), "The part's address.", nullable=False),
    _field("warc_file", pa.string(), "The WARC file that holds it; null for a part that is not there."),
    _field("warc_offset", pa.int64(), "Where its record begins in that file, in bytes."),
    _field("warc_record_id", pa.string(), "The record's `WARC-Record-ID`."),
    _field("payload_digest", pa.string(), "The record's `WARC-Payload-Digest`."),
    _field("fetched_at", _INSTANT, "When the part was fetched."),
    _field("start", pa.int32(), "First code point of its text in the document's `text`, from 0."),
    _field("end", pa.int32(), "Code point after its last."),
)
_TRANSLATION = _structs(
    _field("language", pa.string(), "The language that the page gives for it, as an ISO 639-1 code.", nullable=False),
    _field("url", pa.string(), "Its address.", nullable=False),
    _field("id", pa.string(), "The `id` of the document there, be it in the dataset or not.", nullable=False),
)
_FILM = _structs(
    _field("title", pa.string(), "The title as printed where the film is first named.", nullable=False),
    _field("other_title", pa.string(), "A second name printed with it: the original, or its translation."),
    _field("year", pa.int32(), "The year that is printed with it."),
    _field("people", _STRINGS, "Whose film it is, as the sentence has it; as printed there.", nullable=False),
)
_NAMED = _structs(
    _field("name", pa.string(), "The name as printed.", nullable=False),
    _field(
        "role",
        pa.string(),
        "`interviewee`, `interviewer`, `author`, `translator`, `photographer`, "
        "`film` (in `films`) or `named` (in title, lead or text).",
        nullable=False,
    ),
    _field("person_id", pa.string(), "The row of `people`; null for a name that is nobody alone (`Baigazin`)."),
)
_AUTHORITY = _structs(
    _field("name", pa.string(), "The name that the page links, as printed.", nullable=False),
    _field("authority", pa.string(), "`wikidata`, `imdb`, `tmdb` or `viaf`.", nullable=False),
    _field("id", pa.string(), "The id there.", nullable=False),
    _field("source", pa.string(), "`link` (in the text) or `json-ld`.", nullable=False),
)
_RIGHT = _structs(
    _field(
        "source",
        pa.string(),
        "`x_robots_tag`, `tdm_header`, `meta_robots`, `tdm_meta`, `licence`, `copyright`, `tdm_file` or `ai_txt`.",
        nullable=False,
    ),
    _field("value", pa.string(), "What it says, word for word; null: looked at, and nothing there."),
    _field("seen_at", _INSTANT, "When the answer came that holds it, or does not."),
)
_STRIPPED = _structs(
    _field("rule", pa.string(), "Name of the rule.", nullable=False),
    _field("count", pa.int32(), "How many pieces it took out.", nullable=False),
)

DOCUMENTS = pa.schema(
    [
        _field("id", pa.string(), "Stable name of the document, from its canonical URL.", nullable=False),
        _field("revision", pa.int32(), "1 for the first content seen, one more for each change of it.", nullable=False),
        _field("url", pa.string(), "The page's address, after redirects; empty when unknown.", nullable=False),
        _field(
            "canonical_url", pa.string(), "The address the page should be cited by; empty when unknown.", nullable=False
        ),
        _field(
            "translations", _TRANSLATION, "The same page in other languages, as its `hreflang` links and JSON-LD say."
        ),
        _field("translation_of", pa.string(), "The `id` of the original, where the page says which that is."),
        _field("site", pa.string(), "The source: host without leading `www.`.", nullable=False),
        _field("kind", pa.string(), "`interview`, `news`, `review`, `listing` or `other`.", nullable=False),
        _field("language", pa.string(), "Language of the text, as an ISO 639-1 code."),
        _field("title", pa.string(), "The headline, without the site's name."),
        _field("lead", pa.string(), "The standfirst, where the page has one."),
        _field("authors", _STRINGS, "Names in the byline.", nullable=False),
        _field("translators", _STRINGS, "Who the byline says translated the text."),
        _field("photographers", _STRINGS, "Who the byline says took the pictures; single credits are in `images`."),
        _field("date", pa.string(), "The day of publication as the page means it, `YYYY-MM-DD`."),
        _field("published_at", _INSTANT, "The instant of publication, where the page allows one to be told."),
        _field("published_precision", pa.string(), "`minute`, `day`, `month` or `year`: how exact the page is."),
        _field("published_text", pa.string(), "The words or markup value that the date was read from."),
        _field("modified_at", _INSTANT, "When the page says it was last changed."),
        _field("tags", _STRINGS, "Keywords and sections as the page gives them.", nullable=False),
        _field("images", _IMAGE, "Pictures of the article, with caption, credit and alternative text.", nullable=False),
        _field(
            "text",
            pa.string(),
            "The clean text: paragraphs separated by a blank line; without title, byline, dateline and captions.",
            nullable=False,
        ),
        _field("turns", _TURN, "The interview's questions and answers, in order.", nullable=False),
        _field("turns_confidence", pa.float64(), "0 to 1: how likely that all turns are right. Null without turns."),
        _field(
            "interviewers",
            _STRINGS,
            "Who asks: by the labels of the talk, else by the byline (`Interview by …`).",
            nullable=False,
        ),
        _field("interviewees", _STRINGS, "Who answers.", nullable=False),
        _field(
            "people",
            _STRINGS,
            "Who speaks, and everyone whom the text is sure to name with given and family name; each once.",
            nullable=False,
        ),
        _field("persons", _NAMED, "All who are named, once a role: the way to the `people` table.", nullable=False),
        _field(
            "authority_links", _AUTHORITY, "Pages of authority files to which the page ties a name.", nullable=False
        ),
        _field("films", _FILM, "Films that the text names, in order; see `docs/FILM_MENTIONS.md`.", nullable=False),
        _field("fetched_at", _INSTANT, "When the page was fetched; null for a file that does not say."),
        _field("http_status", pa.int32(), "Status of the response; null for a file."),
        _field("warc_file", pa.string(), "Name of the WARC file in `HOME/warc/` that holds the page's bytes."),
        _field("warc_offset", pa.int64(), "Where its record begins in that file, in bytes."),
        _field("warc_record_id", pa.string(), "The record's `WARC-Record-ID`."),
        _field("payload_digest", pa.string(), "The record's `WARC-Payload-Digest`."),
        _field("parts", _PART, "The pages of an article split over several; empty for any other.", nullable=False),
        _field("archived_from", pa.string(), "The web archive's capture URL, when the bytes came from there."),
        _field(
            "source",
            pa.string(),
            "The file that the page was given in, as it was named (`pages.zip!/talk.html`); null for what was fetched.",
        ),
        _field("content_hash", pa.string(), "SHA-256 of title and text, white space and case folded.", nullable=False),
        _field("extractor_version", pa.string(), "Version of the extractor that made the record.", nullable=False),
        _field("site_rules_version", pa.string(), "Hash of the site's rules; null for a site without any."),
        _field(
            "robots", pa.string(), "`allowed`, `ignored` (disallowed, fetched by name) or `unchecked`.", nullable=False
        ),
        _field("robots_rule", pa.string(), "The robots.txt rule that decided."),
        _field("x_robots_tag", pa.string(), "The response's `X-Robots-Tag`."),
        _field("meta_robots", pa.string(), "The page's `<meta name=robots>`."),
        _field("tdm_reservation", pa.string(), "The TDM reservation (TDMRep) as seen at fetch time."),
        _field("licence", pa.string(), "The licence that the page links to or names."),
        _field("rights", _RIGHT, "What each source says of the page's rights; null where nobody could look."),
        _field("warnings", _STRINGS, "What is doubtful, for example `date_missing`.", nullable=False),
        _field("near_duplicate_of", pa.string(), "The `id` of the document that this one nearly repeats."),
        _field(
            "corrected", _STRINGS, "Columns that people corrected (`turns` and `text` too), in order.", nullable=False
        ),
        _field("stripped", _STRIPPED, "How many pieces of the page each rule took out.", nullable=False),
    ],
    metadata={"junket.schema_version": SCHEMA_VERSION, "junket.table": "documents"},
)

_VARIANT = _structs(
    _field("name", pa.string(), "The name as printed.", nullable=False),
    _field("script", pa.string(), "The script of most of its letters: `Latin`, `Cyrillic` …", nullable=False),
    _field("count", pa.int32(), "On how many records it stands.", nullable=False),
    _field("records", _STRINGS, "The `id` of each of them.", nullable=False),
)

_IDENTIFIER = _structs(
    _field("authority", pa.string(), "`wikidata`, `imdb`, `tmdb` or `viaf`.", nullable=False),
    _field("id", pa.string(), "The id there.", nullable=False),
    _field("source", pa.string(), "`decision` (people said so), `link` or `json-ld` (pages did).", nullable=False),
    _field("records", _STRINGS, "The `id` of each record whose page says so; none for a decision.", nullable=False),
    _field("believed", pa.bool_(), "False where pages say another as well, or it of others.", nullable=False),
)

PEOPLE = pa.schema(
    [
        _field("person_id", pa.string(), "Stable name of the person, from the spellings of the name.", nullable=False),
        _field("aliases", _STRINGS, "Ids that the person had, or would have, by single spellings.", nullable=False),
        _field("name", pa.string(), "The preferred form: people's, else the spelling on most records.", nullable=False),
        _field("variants", _VARIANT, "All spellings, and where each was seen.", nullable=False),
        _field(
            "roles",
            _STRINGS,
            "`interviewee`, `interviewer`, `author`, `translator`, `photographer`, "
            "`film` (with a film), `named` (in the text).",
            nullable=False,
        ),
        _field("films", _STRINGS, "Films that a sentence says to be the person's, as printed.", nullable=False),
        _field("doubts", _STRINGS, "`same_name`, `near_spelling`: see below.", nullable=False),
        _field("wikidata", pa.string(), "The person in Wikidata: by people's decision, else as pages link."),
        _field("imdb", pa.string(), "The person in IMDb: by people's decision, else as pages link."),
        _field("tmdb", pa.string(), "The person in TMDb: by people's decision, else as pages link."),
        _field("viaf", pa.string(), "The person in VIAF: by people's decision, else as pages link."),
        _field("ids", _IDENTIFIER, "Every id that somebody says is the person's, and where.", nullable=False),
    ],
    metadata={"junket.schema_version": SCHEMA_VERSION, "junket.table": "people"},
)


def batch_of(records: Sequence[Interview]) -> pa.RecordBatch:
    """The records as a batch of :data:`DOCUMENTS`, their addresses masked (:mod:`junket.exports.masked`).

    Lone surrogates, which Parquet cannot hold, become ``?``.
    """
    rows = [_row(masked(record)) for record in records]
    try:
        return pa.RecordBatch.from_pylist(rows, schema=DOCUMENTS)
    except UnicodeEncodeError:
        return pa.RecordBatch.from_pylist([without_surrogates(row) for row in rows], schema=DOCUMENTS)


def schema_json() -> bytes:
    """The schema for people and programs without Arrow: version and fields, as JSON."""
    shape = {"table": "documents", "schema_version": SCHEMA_VERSION, "fields": [describe(each) for each in DOCUMENTS]}
    shape["others"] = [{"table": "people", "fields": [describe(each) for each in PEOPLE]}]
    return json.dumps(shape, indent=2, ensure_ascii=False).encode() + b"\n"


def describe(field: pa.Field[Any]) -> dict[str, Any]:
    """A field's name, type, nullability, description, and the fields inside it."""
    inner = field.type.value_type if pa.types.is_list(field.type) else None
    nested = [describe(inner.field(i)) for i in range(inner.num_fields)] if inner and pa.types.is_struct(inner) else []
    return {
        "name": field.name,
        "type": type_name(field.type),
        "nullable": field.nullable,
        "description": (field.metadata or {}).get(b"description", b"").decode(),
        **({"fields": nested} if nested else {}),
    }


def type_name(kind: pa.DataType) -> str:
    """The type in short words: ``list<string>``, ``list<struct>``, ``timestamp[us, UTC]``."""
    if pa.types.is_list(kind):
        return f"list<{type_name(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return "struct"
    return "timestamp[us, UTC]" if pa.types.is_timestamp(kind) else str(kind)


def _row(record: Interview) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(record, builtin_types=(datetime,))
    row["stripped"] = [{"rule": rule, "count": count} for rule, count in record.stripped]
    return row
