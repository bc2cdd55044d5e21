"""THE record: what Junket makes of a page. Stated here once: each field with its type, default and description.

What follows from it: the columns of Parquet (``exports/tables/documents.py``), the tables of ``DATA_FORMAT.md``, and
``docs/record.schema.json``. A field that may be None may be null in Parquet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta

from junket.crawlers.ledger.drop import PageReason
from junket.crawlers.rights.right import Right

Kind = Literal["interview", "news", "review", "listing", "other"]
Role = Literal["question", "answer", "note"]
Doubt = Literal[
    "answer_missing", "author_is_site_name", "author_not_a_person", "boilerplate_uncertain", "charset_damaged",
    "charset_guessed", "date_missing", "date_month_only", "date_relative", "date_unreadable", "date_updated",
    "frames_not_read", "hidden_text_left_out", "hidden_text_used", "interviewer_from_byline",
    "language_unknown", "mojibake_mended", "mojibake_suspected", "nesting_flattened", "part_missing",
    "paywall_suspected", "rights_reserved", "text_from_metadata", "text_short", "text_truncated",
    "timezone_unknown", "title_missing", "turns_not_sought", "turns_uncertain",
]  # fmt: skip
"""What a step may warn of: the type of each step's ``warnings``, so that mypy finds any other word."""

EXTRACTOR_VERSION = "0.6.0"
"""Raised whenever the same bytes may give another record."""

Int64 = Annotated[int, Meta(extra_json_schema={"format": "int64"})]
"""A number that may not fit into 32 bits, as all others do."""
Day = Annotated[str, Meta(extra_json_schema={"format": "date"})]
"""A day, ``YYYY-MM-DD``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One piece of an interview. ``record.text[start:end] == text``, in code points from 0."""

    turn_id: Annotated[str, "Names the turn as long as its words stay."]
    role: Annotated[Role, "`question` (the interviewer's remarks too), `answer` or `note`."]
    text: Annotated[str, "The words, without label, number or dash."]
    start: Annotated[int, "First code point in the document's `text`, from 0."]
    end: Annotated[int, "Code point after the last: `text[start:end]` is the turn's text."]
    speaker: Annotated[str | None, "Who speaks, as a full name where the page supports one."] = None
    speaker_printed: Annotated[str | None, "The label as the page prints it."] = None
    language: Annotated[str | None, "Language of the turn where it is known, as an ISO 639-1 code."] = None
    answer_missing: Annotated[bool, "True for a question that the page leaves without an answer."] = False
    question_id: Annotated[str | None, "The same for a series' template question on all pages of a site."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of the article, with what the page prints beside it."""

    url: Annotated[str, "Address of the picture."]
    caption: Annotated[str | None, "The caption as printed."] = None
    credit: Annotated[str | None, "The credit as printed."] = None
    alt: Annotated[str | None, "The alternative text that the page gives for it."] = None
    lead: Annotated[bool, "True for the one that the page names as its picture."] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of an article that is split over several pages. One that is not there has a URL and nothing else."""

    url: Annotated[str, "The part's address."]
    warc_file: Annotated[str | None, "The WARC file that holds it; null for a part that is not there."] = None
    warc_offset: Annotated[Int64 | None, "Where its record begins in that file, in bytes."] = None
    warc_record_id: Annotated[str | None, "The record's `WARC-Record-ID`."] = None
    payload_digest: Annotated[str | None, "The record's `WARC-Payload-Digest`."] = None
    fetched_at: Annotated[datetime | None, "When the part was fetched."] = None
    start: Annotated[int | None, "First code point of its text in the document's `text`, from 0."] = None
    end: Annotated[int | None, "Code point after its last."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A film that the page names."""

    title: Annotated[str, "The title as printed where the film is first named."]
    other_title: Annotated[str | None, "A second name printed with it: the original, or its translation."] = None
    year: Annotated[int | None, "The year that is printed with it."] = None
    people: Annotated[tuple[str, ...], "Whose film it is, as the sentence has it; as printed there."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody whom the record names, in one role; as printed."""

    name: Annotated[str, "The name as printed."]
    role: Annotated[
        str,
        "`interviewee`, `interviewer`, `author`, `translator`, `photographer`, "
        "`film` (in `films`) or `named` (in title, lead or text).",
    ]
    person_id: Annotated[str | None, "The row of `people`; null for a name that is nobody alone (`Baigazin`)."] = None
    """None before a publish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityLink:
    """A page of an authority file to which the page itself ties a name."""

    name: Annotated[str, "The name that the page links, as printed."]
    authority: Annotated[str, "`wikidata`, `imdb`, `tmdb` or `viaf`."]
    id: Annotated[str, "The id there."]
    source: Annotated[str, "`link` (in the text) or `json-ld`."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The same page in another language, at its own address."""

    language: Annotated[str, "The language that the page gives for it, as an ISO 639-1 code."]
    url: Annotated[str, "Its address."]
    id: Annotated[str, "The `id` of the document there, be it in the dataset or not."] = ""


class RuleCount(NamedTuple):
    """What one rule took out of a page."""

    rule: Annotated[str, "Name of the rule."]
    count: Annotated[int, "How many pieces it took out."]  # type: ignore[assignment]  # tuples count


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A clean record of one page (also for news and reviews: ``kind`` tells)."""

    id: Annotated[str, "Stable name of the document, from its canonical URL."]
    revision: Annotated[int, "1 for the first content seen, one more for each change of it."] = 1
    url: Annotated[str, "The page's address, after redirects; empty when unknown."]
    canonical_url: Annotated[str, "The address the page should be cited by; empty when unknown."]
    translations: Annotated[
        tuple[Translation, ...], "The same page in other languages, as its `hreflang` links and JSON-LD say."
    ] = ()
    translation_of: Annotated[str | None, "The `id` of the original, where the page says which that is."] = None
    site: Annotated[str, "The source: host without leading `www.`."]
    kind: Annotated[Kind, "`interview`, `news`, `review`, `listing` or `other`."]
    language: Annotated[str | None, "Language of the text, as an ISO 639-1 code."] = None
    title: Annotated[str | None, "The headline, without the site's name."] = None
    lead: Annotated[str | None, "The standfirst, where the page has one."] = None
    authors: Annotated[tuple[str, ...], "Names in the byline."] = ()
    translators: Annotated[tuple[str, ...], "Who the byline says translated the text."] = ()
    photographers: Annotated[
        tuple[str, ...], "Who the byline says took the pictures; single credits are in `images`."
    ] = ()
    date: Annotated[Day | None, "The day of publication as the page means it; null where it gives a month alone."] = (
        None
    )
    published_at: Annotated[datetime | None, "The instant of publication, where the page allows one to be told."] = None
    published_precision: Annotated[str | None, "`minute`, `day`, `month` or `year`: how exact the page is."] = None
    published_text: Annotated[str | None, "The words or markup value that the date was read from."] = None
    modified_at: Annotated[datetime | None, "When the page says it was last changed."] = None
    tags: Annotated[tuple[str, ...], "Keywords and sections as the page gives them."] = ()
    images: Annotated[tuple[Image, ...], "Pictures of the article, with caption, credit and alternative text."] = ()
    text: Annotated[
        str, "The clean text: paragraphs separated by a blank line; without title, byline, dateline and captions."
    ] = ""
    turns: Annotated[tuple[Turn, ...], "The interview's questions and answers, in order."] = ()
    turns_confidence: Annotated[float | None, "0 to 1: how likely that all turns are right. Null without turns."] = None
    interviewers: Annotated[
        tuple[str, ...], "Who asks: by the labels of the talk, else by the byline (`Interview by …`)."
    ] = ()
    interviewees: Annotated[tuple[str, ...], "Who answers."] = ()
    people: Annotated[
        tuple[str, ...], "Who speaks, and everyone whom the text is sure to name with given and family name; each once."
    ] = ()
    persons: Annotated[tuple[Named, ...], "All who are named, once a role: the way to the `people` table."] = ()
    """Filled when a dataset is made."""
    authority_links: Annotated[
        tuple[AuthorityLink, ...], "Pages of authority files to which the page ties a name."
    ] = ()
    films: Annotated[tuple[Film, ...], "Films that the text names, in order; see `docs/FILM_MENTIONS.md`."] = ()
    fetched_at: Annotated[datetime | None, "When the page was fetched; null for a file that does not say."] = None
    first_seen: Annotated[datetime | None, "When a crawl first had the document; null outside a dataset."] = None
    """This and the next four are filled when a dataset is made."""
    last_seen: Annotated[datetime | None, "When a crawl last had it, or was told that it is as it was."] = None
    last_checked: Annotated[datetime | None, "When its server last said anything of it, its absence included."] = None
    gone_at: Annotated[
        datetime | None,
        "When it was first missing (404, 410), once it has been missing at two looks at least two days apart.",
    ] = None
    moved_to: Annotated[str | None, "Where its address redirects to for good, as last looked at."] = None
    http_status: Annotated[int | None, "Status of the response; null for a file."] = None
    warc_file: Annotated[str | None, "Name of the WARC file in `HOME/warc/` that holds the page's bytes."] = None
    warc_offset: Annotated[Int64 | None, "Where its record begins in that file, in bytes."] = None
    warc_record_id: Annotated[str | None, "The record's `WARC-Record-ID`."] = None
    payload_digest: Annotated[str | None, "The record's `WARC-Payload-Digest`."] = None
    parts: Annotated[tuple[Part, ...], "The pages of an article split over several; empty for any other."] = ()
    archived_from: Annotated[str | None, "The web archive's capture URL, when the bytes came from there."] = None
    source: Annotated[
        str | None,
        "The file that the page was given in, as it was named (`pages.zip!/talk.html`); null for what was fetched.",
    ] = None
    content_hash: Annotated[str, "SHA-256 of title and text, white space and case folded."]
    extractor_version: Annotated[str, "Version of the extractor that made the record."] = EXTRACTOR_VERSION
    site_rules_version: Annotated[str | None, "Hash of the site's rules; null for a site without any."] = None
    robots: Annotated[str, "`allowed`, `ignored` (disallowed, fetched by name) or `unchecked`."] = "unchecked"
    robots_rule: Annotated[str | None, "The robots.txt rule that decided."] = None
    x_robots_tag: Annotated[str | None, "The response's `X-Robots-Tag`."] = None
    meta_robots: Annotated[str | None, "The page's `<meta name=robots>`."] = None
    tdm_reservation: Annotated[str | None, "The TDM reservation (TDMRep) as seen at fetch time."] = None
    licence: Annotated[str | None, "The licence that the page links to or names."] = None
    rights: Annotated[
        tuple[Right, ...] | None, "What each source says of the page's rights; null where nobody could look."
    ] = None
    warnings: Annotated[tuple[str, ...], "What is doubtful, for example `date_missing`."] = ()
    """Each a :data:`Doubt`; a record that an older extractor made may have others."""
    near_duplicate_of: Annotated[str | None, "The `id` of the document that this one nearly repeats."] = None
    corrected: Annotated[tuple[str, ...], "Columns that people corrected (`turns` and `text` too), in order."] = ()
    stripped: Annotated[tuple[RuleCount, ...], "How many pieces of the page each rule took out."] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A page that gives no record, and why."""

    url: str
    reason: PageReason
    detail: str = ""
