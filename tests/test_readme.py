"""The README holds: its commands, options and codes are the program's, its links lead somewhere."""

import importlib.util
import json
import re
import shlex
import subprocess
import sys
import tomllib
from html import unescape
from pathlib import Path

import click
import pytest

from junket.crawlers.errors import ExitCode
from junket.crawlers.saved.file_names import ARCHIVES, PAGES
from junket.exports.cli import cli
from junket.exports.cli.group import EXIT_CODES
from junket.exports.cli.scrape import FORMATS
from junket.exports.cli.scraping.output_format import SUFFIXES

CHECKOUT = Path(__file__).parents[1]
README = (CHECKOUT / "README.md").read_text("utf-8")
DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "DATA_FORMAT.md", "CHANGELOG.md"]


def calls(text):
    """Every ``junket …`` of the shell blocks, without what a shell would take away."""
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    lines = (line.rpartition("| ")[2].partition(" #")[0].strip() for line in blocks.splitlines())
    return [line for line in lines if line.startswith("junket ")]


@pytest.mark.parametrize("call", calls(README) + calls((CHECKOUT / "CONTRIBUTING.md").read_text("utf-8")))
def test_each_command_shown_exists_with_its_options(call):
    context, command, words = click.Context(cli), cli, shlex.split(call)[1:]
    while isinstance(command, click.Group):
        found = command.get_command(context, words[0])
        assert found is not None, f"no command {words[0]}"
        command, words = found, words[1:]
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
    assert {word.partition("=")[0] for word in words if word.startswith("-") and word != "-"} <= known


def test_each_exit_code_of_the_program_has_its_meaning_and_what_to_do():
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", README, re.MULTILINE)
    told = {int(code): meaning.replace("`", "") for code, meaning, _ in rows}
    assert told == {int(code): meaning for code, meaning in EXIT_CODES.items()}
    assert set(told) == {int(code) for code in ExitCode}
    assert all(remedy.strip(" -") for _, _, remedy in rows)


def test_what_to_do_names_options_that_there_are():
    rows = "".join(re.findall(r"^\| \d+ \|.*$", README, re.MULTILINE))
    context = click.Context(cli)
    commands = [cli.get_command(context, name) for name in cli.list_commands(context)]
    known = {name for command in commands for option in command.params for name in option.opts}
    named = set(re.findall(r"`(--?[a-z-]+)", rows))
    assert named
    assert named <= known


def texts(picture):
    """The words of an SVG, line by line."""
    return [unescape(text).replace("\u00a0", " ").strip() for text in re.findall(r"<text[^>]*>([^<]*)", picture)]


def test_the_picture_shows_what_the_program_prints_today():
    script = CHECKOUT / "docs" / "transcript.py"
    spec = importlib.util.spec_from_file_location("transcript", script)
    transcript = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(transcript)
    stands = transcript.PICTURE.read_text("utf-8")
    assert texts(stands) == texts(transcript.picture()), "draw it again: python docs/transcript.py"
    assert "Was the launderette your idea or the director's?" in texts(stands)
    assert "docs/transcript.svg" in README
    assert set(re.findall(r"https?://[^\s\"']+", stands)) == {"http://www.w3.org/2000/svg"}


def test_what_counts_as_a_page_is_the_same_in_readme_help_and_code():
    shown = click.Context(cli.get_command(click.Context(cli), "scrape")).get_help().split()
    for suffix in (*PAGES, *ARCHIVES):
        assert f"`{suffix}`" in README, suffix
        assert any(word.strip(",()") == suffix for word in shown), suffix


def test_every_suffix_of_an_output_stands_in_the_readme():
    paragraph = next(part for part in README.split("\n\n") if part.startswith("`-o` takes"))
    assert {SUFFIXES[form][0] for form in FORMATS} <= set(re.findall(r"`(\.[a-z.]+)`", paragraph))


def test_every_command_stands_in_the_table():
    assert all(f"`junket {name}" in README for name in cli.list_commands(click.Context(cli)))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_between_the_documents_lead_somewhere(name):
    text = (CHECKOUT / name).read_text("utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in links if not (CHECKOUT / link).exists()] == []


def test_the_two_commands_are_targets_of_the_makefile():
    makefile = (CHECKOUT / "Makefile").read_text("utf-8")
    assert all(
        re.search(rf"^{target}:", makefile, re.MULTILINE) for target in re.findall(r"^make (\w+)", README, re.MULTILINE)
    )


def test_make_test_says_how_far_it_is():
    settings = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
    assert settings["console_output_style"] == "count"
    recipe = (CHECKOUT / "Makefile").read_text("utf-8").partition("\ntest:")[2].partition("\n\n")[0]
    assert "python -u -m pytest" in recipe  # unbuffered: into a pipe and a CI's log too
    assert "-q" not in recipe.split()
    told = re.search(r"about (\w+) minutes", recipe)
    assert told
    assert f"the tests about {told[1]} minutes" in README


def test_the_batch_line_of_the_readme_works():
    given = json.dumps({"id": "1", "url": "https://film.example/a", "html": "<p>A short paragraph about a film.</p>"})
    done = subprocess.run(
        [sys.executable, "-m", "junket", "scrape", "--batch"],
        input=given,
        capture_output=True,
        text=True,
        check=True,
        cwd=CHECKOUT,
    )
    answer = json.loads(done.stdout)
    assert list(answer) == ["id", "record", "reason"]
    assert answer["record"]["text"] == "A short paragraph about a film."


def test_every_file_of_the_map_is_there():
    block = (CHECKOUT / "ARCHITECTURE.md").read_text("utf-8").split("```")[1]
    room, missing = "", []
    for line in block.splitlines():
        names = re.findall(
            r"[\w.-]+(?:\.py|\.toml|/)", line.partition("  ")[0] if not line.startswith(" ") else line[2:27]
        )
        if names and not line.startswith(" "):
            room = names[0]
        else:
            missing += [room + name for name in names if not (CHECKOUT / room / name).exists()]
    assert missing == []
