from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.errors import ExitCode
from junket.exports.cli.scraping import batch
from junket.exports.cli.scraping.batch import run_batch

CHECKOUT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(CHECKOUT)}
COMMAND = [sys.executable, "-m", "junket", "scrape", "--batch"]
PAGE = (
    "<html><head><title>Fog on set</title></head><body><article><h1>Fog on set</h1>"
    "<p>The crew waited for the fog to lift, and it did not.</p></article></body></html>"
)
FIELDS = st.dictionaries(
    st.sampled_from(["id", "url", "html", "text"]), st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text()))
)


def answers(*lines, explain=False):
    source = io.BytesIO(b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines))
    sink = io.BytesIO()
    code = run_batch(source, sink, explain=explain)
    return code, [json.loads(line) for line in sink.getvalue().splitlines()]


def test_a_page_and_a_dump_give_records_in_order():
    code, [first, second] = answers(
        {"id": "b", "url": "https://film.example/fog", "html": PAGE},
        {"id": 7, "text": "Fog on set\n\nThe crew waited for the fog to lift, and it did not."},
    )
    assert code == ExitCode.OK
    assert (first["id"], second["id"]) == ("b", 7)
    assert first["reason"] is None
    assert first["record"]["title"] == "Fog on set"
    assert first["record"]["text"] == "The crew waited for the fog to lift, and it did not."
    assert isinstance(first["record"]["stripped"], dict)
    assert "The crew waited" in second["record"]["text"]


@pytest.mark.parametrize(
    ("line", "line_id", "reason"),
    [
        (b"nonsense", None, "bad_input: a line that is no JSON"),
        (b"[1, 2]", None, "bad_input: a line that is no JSON object"),
        (b"[" * 100_000, None, "bad_input: a line that is no JSON"),
        (b"\xff\xfe\x00", None, "bad_input: a line that is no JSON"),
        ({"html": PAGE}, None, "bad_input: no id (a string or a number)"),
        ({"id": True, "html": PAGE}, None, "bad_input: no id (a string or a number)"),
        ({"id": "a"}, "a", "bad_input: needs html or text, one of them"),
        ({"id": "a", "html": PAGE, "text": "both"}, "a", "bad_input: needs html or text, one of them"),
        ({"id": "a", "html": 7}, "a", "bad_input: html is no string"),
        ({"id": "a", "url": ["x"], "html": PAGE}, "a", "bad_input: url is no string"),
        ({"id": "a", "html": ""}, "a", "empty"),
        ({"id": "a", "url": "https://film.example/robots.txt", "text": "User-agent: *"}, "a", "not_an_article"),
    ],
)
def test_what_gives_no_record_says_why_and_the_rest_goes_on(line, line_id, reason):
    code, [first, second] = answers(line, {"id": "next", "html": PAGE})
    assert first == {"id": line_id, "record": None, "reason": reason}
    assert second["record"]["title"] == "Fog on set"
    assert code == ExitCode.OK


def test_blank_lines_are_passed_over():
    _, found = answers(b"", b"  ", {"id": "a", "html": PAGE}, b"")
    assert [each["id"] for each in found] == ["a"]


def test_lone_surrogates_go_through():
    line = b'{"id": "\\ud800", "html": "<h1>Fog \\ud83d</h1><p>The crew waited for the fog to lift.</p>"}'
    _, [found] = answers(line)
    assert found["id"] == "?"
    assert found["record"]["text"] == "The crew waited for the fog to lift."


def test_explain_lists_every_block_with_what_became_of_it():
    _, [found] = answers({"id": "a", "html": PAGE}, explain=True)
    blocks = found["record"]["explain"]["blocks"]
    assert [block["text"] for block in blocks if not block["keep"]] == ["Fog on set"]
    assert "\n\n".join(block["text"] for block in blocks if block["keep"]) == found["record"]["text"]


def test_an_internal_error_is_that_lines_reason(monkeypatch, capsys):
    def broken(*_args):
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(batch, "site_for_url", broken)
    code, [found] = answers({"id": "a", "html": PAGE})
    assert code == ExitCode.OK
    assert found == {"id": "a", "record": None, "reason": "internal_error: ZeroDivisionError"}
    assert "ZeroDivisionError: inside" in capsys.readouterr().err


def test_a_line_or_a_page_beyond_the_bound_is_refused(monkeypatch):
    monkeypatch.setattr(batch, "MAX_LINE_BYTES", 1000)
    monkeypatch.setattr(batch, "MAX_BODY_BYTES", 300)
    _, found = answers(
        {"id": "line", "text": "x" * 5000}, {"id": "page", "text": "x" * 500}, {"id": "good", "text": "Fog on set."}
    )
    assert [each["reason"] for each in found] == ["bad_input: a line longer than 1000 bytes", "too_large", None]


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(), FIELDS))
def test_each_line_has_its_answer(line):
    _, found = answers(line)
    lines = line.split(b"\n") if isinstance(line, bytes) else [b"one"]
    assert len(found) == sum(1 for each in lines if each.strip())


def test_each_answer_comes_before_the_next_line_is_asked():
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT, text=True) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for number in range(3):
            child.stdin.write(json.dumps({"id": number, "html": PAGE}) + "\n")
            child.stdin.flush()
            assert json.loads(child.stdout.readline())["id"] == number
        child.stdin.close()
    assert child.returncode == 0


def test_a_batch_starts_without_what_it_does_not_need():
    lines = json.dumps({"id": "a", "url": "https://film.example/fog", "html": PAGE})
    script = (
        "import sys; from junket.exports.cli import run; code = run(['scrape', '--batch']); "
        "heavy = {'pyarrow', 'scrapy', 'twisted', 'rich', 'dateparser', 'sqlite3', 'pandas'} & set(sys.modules); "
        "sys.exit(f'imported {heavy}' if heavy else code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=lines, capture_output=True, text=True, env=ENVIRONMENT, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_other_options_do_not_go_with_batch():
    done = subprocess.run(
        [*COMMAND, "--save", "home"], input="", capture_output=True, text=True, env=ENVIRONMENT, check=False
    )
    assert done.returncode == ExitCode.USAGE
    assert done.stderr == "junket: --batch: does not go with --save; it reads stdin and writes stdout, as JSON lines\n"


def test_a_batch_loads_neither_the_crawler_nor_the_dataset():
    command = [sys.executable, "-X", "importtime", *COMMAND[1:]]
    line = json.dumps({"id": 1, "html": "<p>Words.</p>"}).encode() + b"\n"
    done = subprocess.run(command, input=line, env=ENVIRONMENT, capture_output=True, check=True)
    loaded = {name.rpartition(b"|")[2].strip() for name in done.stderr.splitlines()}
    assert b"junket.pipelines.recipe" in loaded
    assert loaded.isdisjoint({b"scrapy", b"twisted", b"pyarrow", b"numpy"})
