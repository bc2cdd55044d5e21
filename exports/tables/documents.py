"""The table of documents: one row a revision, every column always there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import pyarrow as pa

from junket.exports.masked import masked
from junket.exports.surrogates import without_surrogates
from junket.exports.tables.columns import INSTANT, STRINGS, column, schema_of, structs
from junket.exports.tables.table import Seen, Table
from junket.pipelines.record.record import Record

_TURN = structs(
    column("turn_id", pa.string(), "Names the turn as long as its words stay.", nullable=False),
    column("role", pa.string(), "`question` (the interviewer's remarks too), `answer` or `note`.", nullable=False),
    column("speaker", pa.string(), "Who speaks, as a full name where the page supports one."),
    column("speaker_printed", pa.string(), "The label as the page prints it."),
    column("language", pa.string(), "Language of the turn where it is known, as an ISO 639-1 code."),
    column("text", pa.string(), "The words, without label, number or dash.", nullable=False),
    column("start", pa.int32(), "First code point in the document's `text`, from 0.", nullable=False),
    column("end", pa.int32(), "Code point after the last: `text[start:end]` is the turn's text.", nullable=False),
    column("answer_missing", pa.bool_(), "True for a question that the page leaves without an answer.", nullable=False),
    column("question_id", pa.string(), "The same for a series' template question on all pages of a site."),
)
_IMAGE = structs(
    column("url", pa.string(), "Address of the picture.", nullable=False),
    column("caption", pa.string(), "The caption as printed."),
    column("credit", pa.string(), "The credit as printed."),
    column("alt", pa.string(), "The alternative text that the page gives for it."),
    column("lead", pa.bool_(), "True for the one that the page names as its picture.", nullable=False),
)
_PART = structs(
    column("url", pa.string(), "The part's address.", nullable=False),
    column("warc_file", pa.string(), "The WARC file that holds it; null for a part that is not there."),
    column("warc_offset", pa.int64(), "Where its record begins in that file, in bytes."),
    column("warc_record_id", pa.string(), "The record's `WARC-Record-ID`."),
    column("payload_digest", pa.string(), "The record's `WARC-Payload-Digest`."),
    column("fetched_at", INSTANT, "When the part was fetched."),
    column("start", pa.int32(), "First code point of its text in the document's `text`, from 0."),
    column("end", pa.int32(), "Code point after its last."),
)
_TRANSLATION = structs(
    column("language", pa.string(), "The language that the page gives for it, as an ISO 639-1 code.", nullable=False),
    column("url", pa.string(), "Its address.", nullable=False),
    column("id", pa.string(), "The `id` of the document there, be it in the dataset or not.", nullable=False),
)
_FILM = structs(
    column("title", pa.string(), "The title as printed where the film is first named.", nullable=False),
    column("other_title", pa.string(), "A second name printed with it: the original, or its translation."),
    column("year", pa.int32(), "The year that is printed with it."),
    column("people", STRINGS, "Whose film it is, as the sentence has it; as printed there.", nullable=False),
)
_NAMED = structs(
    column("name", pa.string(), "The name as printed.", nullable=False),
    column(
        "role",
        pa.string(),
        "`interviewee`, `interviewer`, `author`, `translator`, `photographer`, "
        "`film` (in `films`) or `named` (in title, lead or text).",
        nullable=False,
    ),
    column("person_id", pa.string(), "The row of `people`; null for a name that is nobody alone (`Baigazin`)."),
)
_AUTHORITY = structs(
    column("name", pa.string(), "The name that the page links, as printed.", nullable=False),
    column("authority", pa.string(), "`wikidata`, `imdb`, `tmdb` or `viaf`.", nullable=False),
    column("id", pa.string(), "The id there.", nullable=False),
    column("source", pa.string(), "`link` (in the text) or `json-ld`.", nullable=False),
)
_RIGHT = structs(
    column(
        "source",
        pa.string(),
        "`x_robots_tag`, `tdm_header`, `meta_robots`, `tdm_meta`, `licence`, `copyright`, `tdm_file` or `ai_txt`.",
        nullable=False,
    ),
    column("value", pa.string(), "What it says, word for word; null: looked at, and nothing there."),
    column("seen_at", INSTANT, "When the answer came that holds it, or does not."),
)
_STRIPPED = structs(
    column("rule", pa.string(), "Name of the rule.", nullable=False),
    column("count", pa.int32(), "How many pieces it took out.", nullable=False),
)

DOCUMENTS = schema_of(
    "documents",
    column("id", pa.string(), "Stable name of the document, from its canonical URL.", nullable=False),
    column("revision", pa.int32(), "1 for the first content seen, one more for each change of it.", nullable=False),
    column("url", pa.string(), "The page's address, after redirects; empty when unknown.", nullable=False),
    column(
        "canonical_url", pa.string(), "The address the page should be cited by; empty when unknown.", nullable=False
    ),
    column("translations", _TRANSLATION, "The same page in other languages, as its `hreflang` links and JSON-LD say."),
    column("translation_of", pa.string(), "The `id` of the original, where the page says which that is."),
    column("site", pa.string(), "The source: host without leading `www.`.", nullable=False),
    column("kind", pa.string(), "`interview`, `news`, `review`, `listing` or `other`.", nullable=False),
    column("language", pa.string(), "Language of the text, as an ISO 639-1 code."),
    column("title", pa.string(), "The headline, without the site's name."),
    column("lead", pa.string(), "The standfirst, where the page has one."),
    column("authors", STRINGS, "Names in the byline.", nullable=False),
    column("translators", STRINGS, "Who the byline says translated the text."),
    column("photographers", STRINGS, "Who the byline says took the pictures; single credits are in `images`."),
    column("date", pa.date32(), "The day of publication as the page means it; null where it gives a month alone."),
    column("published_at", INSTANT, "The instant of publication, where the page allows one to be told."),
    column("published_precision", pa.string(), "`minute`, `day`, `month` or `year`: how exact the page is."),
    column("published_text", pa.string(), "The words or markup value that the date was read from."),
    column("modified_at", INSTANT, "When the page says it was last changed."),
    column("tags", STRINGS, "Keywords and sections as the page gives them.", nullable=False),
    column("images", _IMAGE, "Pictures of the article, with caption, credit and alternative text.", nullable=False),
    column(
        "text",
        pa.string(),
        "The clean text: paragraphs separated by a blank line; without title, byline, dateline and captions.",
        nullable=False,
    ),
    column("turns", _TURN, "The interview's questions and answers, in order.", nullable=False),
    column("turns_confidence", pa.float64(), "0 to 1: how likely that all turns are right. Null without turns."),
    column(
        "interviewers",
        STRINGS,
        "Who asks: by the labels of the talk, else by the byline (`Interview by …`).",
        nullable=False,
    ),
    column("interviewees", STRINGS, "Who answers.", nullable=False),
    column(
        "people",
        STRINGS,
        "Who speaks, and everyone whom the text is sure to name with given and family name; each once.",
        nullable=False,
    ),
    column("persons", _NAMED, "All who are named, once a role: the way to the `people` table.", nullable=False),
    column("authority_links", _AUTHORITY, "Pages of authority files to which the page ties a name.", nullable=False),
    column("films", _FILM, "Films that the text names, in order; see `docs/FILM_MENTIONS.md`.", nullable=False),
    column("fetched_at", INSTANT, "When the page was fetched; null for a file that does not say."),
    column("http_status", pa.int32(), "Status of the response; null for a file."),
    column("warc_file", pa.string(), "Name of the WARC file in `HOME/warc/` that holds the page's bytes."),
    column("warc_offset", pa.int64(), "Where its record begins in that file, in bytes."),
    column("warc_record_id", pa.string(), "The record's `WARC-Record-ID`."),
    column("payload_digest", pa.string(), "The record's `WARC-Payload-Digest`."),
    column("parts", _PART, "The pages of an article split over several; empty for any other.", nullable=False),
    column("archived_from", pa.string(), "The web archive's capture URL, when the bytes came from there."),
    column(
        "source",
        pa.string(),
        "The file that the page was given in, as it was named (`pages.zip!/talk.html`); null for what was fetched.",
    ),
    column("content_hash", pa.string(), "SHA-256 of title and text, white space and case folded.", nullable=False),
    column("extractor_version", pa.string(), "Version of the extractor that made the record.", nullable=False),
    column("site_rules_version", pa.string(), "Hash of the site's rules; null for a site without any."),
    column("robots", pa.string(), "`allowed`, `ignored` (disallowed, fetched by name) or `unchecked`.", nullable=False),
    column("robots_rule", pa.string(), "The robots.txt rule that decided."),
    column("x_robots_tag", pa.string(), "The response's `X-Robots-Tag`."),
    column("meta_robots", pa.string(), "The page's `<meta name=robots>`."),
    column("tdm_reservation", pa.string(), "The TDM reservation (TDMRep) as seen at fetch time."),
    column("licence", pa.string(), "The licence that the page links to or names."),
    column("rights", _RIGHT, "What each source says of the page's rights; null where nobody could look."),
    column("warnings", STRINGS, "What is doubtful, for example `date_missing`.", nullable=False),
    column("near_duplicate_of", pa.string(), "The `id` of the document that this one nearly repeats."),
    column("corrected", STRINGS, "Columns that people corrected (`turns` and `text` too), in order.", nullable=False),
    column("stripped", _STRIPPED, "How many pieces of the page each rule took out.", nullable=False),
)


def batch_of(records: Sequence[Record]) -> pa.RecordBatch:
    """The records as a batch of :data:`DOCUMENTS`, their addresses masked (:mod:`junket.exports.masked`).

    Lone surrogates, which Parquet cannot hold, become ``?``.
    """
    rows = [_row(masked(record)) for record in records]
    try:
        return pa.RecordBatch.from_pylist(rows, schema=DOCUMENTS)
    except UnicodeEncodeError:
        return pa.RecordBatch.from_pylist([without_surrogates(row) for row in rows], schema=DOCUMENTS)


def _row(record: Record) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(record, builtin_types=(datetime,))
    row["stripped"] = [{"rule": rule, "count": count} for rule, count in record.stripped]
    if record.date is not None:
        row["date"] = _day(record.date)
        if row["date"] is None:
            row["warnings"] = [*row["warnings"], "date_unreadable"]
    return row


def _day(text: str) -> date | None:
    """The day that ``YYYY-MM-DD`` is. None for anything else: a month is no day, and none is made of it."""
    try:
        return msgspec.convert(text, date)
    except msgspec.ValidationError:
        return None


def _rows(seen: Seen) -> Iterator[pa.RecordBatch]:
    """The records as they were spooled, in the catalogue's order."""
    return seen.documents()


TABLE = Table(
    name="documents",
    schema=DOCUMENTS,
    rows=_rows,
    sort=("site", "canonical_url", "revision"),
    key=("id", "revision"),
    refs={"near_duplicate_of": "documents", "persons.person_id": "people"},
)
