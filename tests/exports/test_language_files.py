"""``junket help languages``, and the example of a language in CONTRIBUTING.md."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from junket.exports.cli import run
from junket.pipelines.languages import languages
from junket.pipelines.languages.sections import SECTIONS

CHECKOUT = Path(__file__).parents[2]
EXAMPLE = (CHECKOUT / "CONTRIBUTING.md").read_text("utf-8").partition("## Add a language\n")[2].partition("\n## ")[0]


def test_help_counts_what_each_language_has(capsys):
    assert run(["help", "languages"]) == 0
    head, *rows = (line.split() for line in capsys.readouterr().out.splitlines())
    assert head == ["code", "language", *SECTIONS]
    assert [row[0] for row in rows] == list(languages())
    turkish = dict(zip(head[2:], next(row for row in rows if row[0] == "tr")[2:], strict=True))
    assert turkish["people"] == "–"
    assert int(turkish["dates"]) > 24


def test_help_shows_one_language_key_by_key(capsys):
    assert run(["help", "languages", "tr"]) == 0
    shown = capsys.readouterr().out
    assert "tr: Turkish" in shown
    assert re.search(r"^people +role +– +directly before a name", shown, re.MULTILINE)
    assert re.search(r"^chrome +weather +1 +stands over the weather", shown, re.MULTILINE)


def test_help_says_that_it_has_no_words_of_a_language(capsys):
    assert run(["help", "languages", "xx"]) == 2
    assert "'xx': has no file of words; `junket help languages` lists them" in capsys.readouterr().err


@pytest.fixture
def checkout(tmp_path):
    """A checkout whose languages can be added to."""
    for name in ("junket.py", "crawlers", "exports"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    (tmp_path / "pipelines" / "languages").mkdir(parents=True)
    for path in (CHECKOUT / "pipelines").iterdir():
        if path.name != "languages":
            (tmp_path / "pipelines" / path.name).symlink_to(path)
    shutil.copytree(CHECKOUT / "pipelines" / "languages", tmp_path / "pipelines" / "languages", dirs_exist_ok=True)
    return tmp_path


def test_the_example_of_a_language_works_as_it_stands_in_the_document(checkout):
    [test] = re.findall(r"^   ```python\n(.*?)^   ```$", EXAMPLE, re.MULTILINE | re.DOTALL)
    stub, whole = re.findall(r"^   ```toml\n(.*?)^   ```$", EXAMPLE, re.MULTILINE | re.DOTALL)
    script = re.sub("^   ", "", test, flags=re.MULTILINE) + "\n\ntest_a_talk_in_slovak()\n"

    def tried(text):
        file = checkout / "pipelines" / "languages" / "sk.toml"
        file.write_text(re.sub("^   ", "", text, flags=re.MULTILINE), encoding="utf-8")
        command = [sys.executable, "-c", script]
        environment = os.environ | {"PYTHONPATH": str(checkout)}
        return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)

    assert "AssertionError" in tried(stub).stderr
    assert tried(whole).stderr == ""
    assert "sk.toml [dates] months: is no list of twelve lists" in tried(whole.replace('["jún", "júna"], ', "")).stderr
