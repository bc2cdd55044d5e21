"""Alerts: once a finding and once when it is over, and nobody who does not answer holds a run."""

from __future__ import annotations

import json
import os
import re
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alert_sinks import hanging_server, mail_server, web_server

from junket.crawlers.home import Home
from junket.exports.alerts.alert_memory import FILE_NAME
from junket.exports.alerts.alerts_toml import read_targets
from junket.exports.alerts.bounded import run_bounded
from junket.exports.alerts.notice import Figure, Notice, message_of
from junket.exports.alerts.tell import tell, try_out

NOW = datetime(2026, 12, 1, 5, 40, tzinfo=UTC)
DAY = timedelta(days=1)
FOUND = Notice(
    site="press.example",
    kind="template_changed",
    what="brings 3 records, usually 41 to 46",
    why="its pages have a new markup, and the site's selectors find nothing on 38 of 41 of them.",
    figures=(Figure("records", "3", "41 to 46"), Figure("text of an interview", "420", "5,100 to 6,300")),
    page="https://press.example/talks/bread?token=s3cr3t",
    remedy="look at the proposal in the report, then: junket site check press.example --against-archive",
    report="/srv/films/reports/20261201-054000/index.html",
)
OVERDUE = Notice(
    site="radio.example", kind="overdue", severity="warning", what="has not been crawled since 24 Nov 2026"
)
BOTH = {"press.example", "radio.example"}


@pytest.fixture
def home(tmp_path):
    return Home.create(tmp_path / "home")


def targets(home, text):
    path = home.path / "overrides" / "alerts.toml"
    path.write_text(text)
    return path


def kept(tmp_path, *, fails=False):
    """A command that keeps what it is told, a line a message; and what it kept."""
    path = tmp_path / "kept.jsonl"
    program = f"import sys; open({str(path)!r}, 'ab').write(sys.stdin.buffer.read()); sys.exit({int(fails)})"
    return (sys.executable, "-c", program), lambda: [json.loads(line) for line in path.read_bytes().splitlines()]


def test_a_finding_is_told_once_and_once_when_it_is_over(home, tmp_path):
    command, told = kept(tmp_path)
    for days, notices in enumerate([[FOUND], [FOUND], [], []]):
        assert tell(home, notices, judged=BOTH, now=NOW + days * DAY, commands=[command]) == []
    first, last = told()
    assert (first["event"], last["event"]) == ("found", "over")
    assert first["subject"] == "[Junket] press.example: brings 3 records, usually 41 to 46"
    assert first["findings"][0]["kind"] == "template_changed"
    assert first["findings"][0]["figures"][0] == {"name": "records", "now": "3", "usual": "41 to 46"}
    assert "s3cr3t" not in json.dumps(first)
    assert "well again (template changed, since 01 Dec 2026)" in last["subject"]
    assert "(48 hours)" not in last["text"]
    assert "(2 days)" in last["text"]
    assert tell(home, [FOUND], judged=BOTH, now=NOW + 5 * DAY, commands=[command]) == []
    assert [each["event"] for each in told()] == ["found", "over", "found"]


def test_a_site_that_was_not_looked_at_is_not_well_again(home, tmp_path):
    command, told = kept(tmp_path)
    tell(home, [FOUND, OVERDUE], judged=BOTH, now=NOW, commands=[command])
    tell(home, [], judged={"radio.example"}, now=NOW + DAY, commands=[command])
    assert [(each["event"], each["findings"][0]["site"]) for each in told()] == [
        ("found", "press.example"), ("found", "radio.example"), ("over", "radio.example"),
    ]  # fmt: skip


def test_what_a_target_refuses_is_told_by_the_next_run_and_to_nobody_twice(home, tmp_path):
    command, told = kept(tmp_path)
    with web_server([500, 200]) as (port, sent):
        targets(home, f'[[target]]\nwebhook = "http://127.0.0.1:{port}/hook?room=1"\n')
        (problem,) = tell(home, [FOUND], judged=BOTH, now=NOW, commands=[command])
        assert "alerts.toml:1: webhook: the message could not be sent in full: the server answers 500;" in problem
        assert tell(home, [FOUND], judged=BOTH, now=NOW + DAY, commands=[command]) == []
        assert tell(home, [FOUND], judged=BOTH, now=NOW + 2 * DAY, commands=[command]) == []
    assert [path for path, _ in sent] == ["/hook?room=1"] * 2
    assert sent[1][1]["findings"][0]["since"] == NOW.isoformat()
    assert len(told()) == 1


def test_mail_says_it_in_plain_words_and_takes_no_header_from_a_page(home):
    with mail_server() as (port, letters):
        targets(
            home,
            f'[[target]]\nemail = ["ada@films.example", "ben@films.example"]\nserver = "127.0.0.1"\nport = {port}\n'
            'security = "none"\nfrom = "junket@films.example"\n',
        )
        sly = Notice(site="sly.example", kind="dates_vanish", what="says\r\nBcc: all@films.example\x1b[31m\u202e red")
        assert tell(home, [FOUND, sly], judged=BOTH, now=NOW) == []
    plain, odd = letters
    assert plain["Subject"] == "[Junket] press.example: brings 3 records, usually 41 to 46"
    assert plain["To"] == "ada@films.example, ben@films.example"
    assert plain["Auto-Submitted"] == "auto-generated"
    assert plain.get_content().replace("\r\n", "\n") == message_of("found", FOUND, NOW, NOW).text
    assert odd["Bcc"] is None
    assert odd["Subject"] == "[Junket] sly.example: says Bcc: all@films.example [31m red"


def test_a_mail_server_that_hangs_holds_no_run(home, tmp_path):
    command, told = kept(tmp_path)
    with hanging_server() as port:
        mail = f'email = ["ada@films.example"]\nserver = "127.0.0.1"\nport = {port}\nfrom = "j@films.example"\n'
        targets(home, f'[[target]]\n{mail}\n[[target]]\n{mail}security = "tls"\n')
        began = time.monotonic()
        (problem, *_) = tell(home, [FOUND], judged=BOTH, now=NOW, commands=[command], seconds=2)
        assert time.monotonic() - began < 20
    assert "has not ended in 2 seconds, and was killed; the next run tries again" in problem
    assert len(told()) == 1


def test_a_command_that_hangs_ends_with_all_that_it_started(tmp_path):
    left = tmp_path / "left"
    program = f"sh -c 'sleep 60; touch {left}' & echo $! > {left}.pid; sleep 60"
    problem = run_bounded(["sh", "-c", program], b"", 1, threading.Event())
    assert problem == "has not ended in 1 seconds, and was killed"
    child = int((tmp_path / "left.pid").read_text())
    for _ in range(100):
        with suppress(ProcessLookupError):
            os.kill(child, 0)
            if Path(f"/proc/{child}/stat").read_text().split()[2] != "Z":
                time.sleep(0.02)
                continue
        break
    else:
        pytest.fail("what the command started goes on")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["/nowhere/at-all"], "cannot be started (No such file or directory)"),
        (["sh", "-c", "echo first >&2; echo 'no route' >&2; exit 3"], "ended with code 3: no route"),
        (["sh", "-c", "yes | head -c 9000000 >&2; exit 4"], "ended with code 4: y"),
        (["sh", "-c", "cat > /dev/null"], ""),
    ],
)
def test_how_a_command_ended_is_one_line(words, problem):
    assert run_bounded(words, b"x" * 200_000, 60, threading.Event()) == problem


def test_many_findings_of_a_morning_are_one_message(home, tmp_path):
    command, told = kept(tmp_path)
    many = [Notice(site=f"press-{at}.example", kind="unreachable", what="cannot be reached") for at in range(40)]
    tell(home, many, judged=set(), now=NOW, commands=[command])
    tell(home, [], judged={each.site for each in many}, now=NOW + DAY, commands=[command])
    first, last = told()
    assert first["subject"] == "[Junket] 40 findings at 40 sites are new"
    assert "your" not in first["subject"]
    assert "- press-39.example: cannot be reached" in first["text"]
    assert last["subject"] == "[Junket] 40 findings at 40 sites are over"
    assert len(last["findings"]) == 40


def test_the_readme_shows_a_file_that_is_read_and_the_mail_that_is_sent(home):
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    shown = replace(FOUND, page=FOUND.page.partition("?")[0])
    message = message_of("found", shown, NOW, NOW)
    assert f"Subject: {message.subject}\n\n{message.text}" in readme
    (file,) = [each for each in re.findall(r"(?s)```toml\n(.*?)```", readme) if each.startswith("[[target]]")]
    targets(home, file)
    read = read_targets(home)
    assert read.problems == []
    assert [each.way for each in read.entries] == ["email", "webhook", "command", "apprise"]


def test_a_target_is_told_what_it_asked_for_only(home):
    with web_server() as (port, sent):
        address = f"http://127.0.0.1:{port}"
        targets(
            home,
            f'[[target]]\nwebhook = "{address}/errors"\nseverity = "error"\n\n'
            f'[[target]]\nwebhook = "{address}/radio"\nsites = ["www.radio.example"]\n',
        )
        assert tell(home, [FOUND, OVERDUE], judged=BOTH, now=NOW) == []
    assert sorted((path, *[each["site"] for each in said["findings"]]) for path, said in sent) == [
        ("/errors", "press.example"), ("/radio", "radio.example"),
    ]  # fmt: skip


def test_a_redirect_is_not_followed_and_nothing_public_is_told_without_tls(home):
    with web_server([302]) as (port, sent):
        targets(home, f'[[target]]\nwebhook = "http://127.0.0.1:{port}/hook"\n')
        (problem,) = tell(home, [FOUND], judged=BOTH, now=NOW)
    assert "the server answers 302, a redirect, which is not followed; give its address" in problem
    assert len(sent) == 1


def test_a_lost_or_damaged_memory_tells_once_more(home, tmp_path):
    command, told = kept(tmp_path)
    tell(home, [FOUND], judged=BOTH, now=NOW, commands=[command])
    (home.state / FILE_NAME).write_bytes(b"nothing of the kind " * 400)
    assert tell(home, [FOUND], judged=BOTH, now=NOW + DAY, commands=[command]) == []
    assert len(told()) == 2


def test_a_home_that_cannot_be_written_is_told_all_the_same(home, tmp_path):
    command, told = kept(tmp_path)
    (home.state / FILE_NAME).mkdir()
    (problem,) = tell(home, [FOUND], judged=BOTH, now=NOW, commands=[command])
    assert "; what is wrong now is told once more by each run until then" in problem
    assert len(told()) == 1


def test_secrets_come_from_elsewhere_and_are_said_by_nobody(home, monkeypatch):
    mail = '[[target]]\nemail = ["a@b.example"]\nserver = "127.0.0.1"\nfrom = "j@b.example"\nuser = "j"\n'
    for given, problem in [
        ('"open sesame"', "stands in no file that people share"),
        ('{ file = "/nowhere/password" }', "/nowhere/password cannot be read (FileNotFoundError)"),
        ('{ env = "JUNKET_NO_PASSWORD" }', "the environment has no JUNKET_NO_PASSWORD"),
    ]:
        targets(home, f"{mail}password = {given}\n")
        (line,) = tell(home, [FOUND], judged=BOTH, now=NOW)
        assert problem in line
        assert "sesame" not in line
    with web_server([403]) as (port, sent):
        monkeypatch.setenv("JUNKET_HOOK", f"http://127.0.0.1:{port}/services/T0/s3cr3t")
        targets(home, '[[target]]\nwebhook = { env = "JUNKET_HOOK" }\n')
        (line,) = tell(home, [FOUND], judged=BOTH, now=NOW)
    assert sent
    assert "s3cr3t" not in line
    assert not [path for path in home.state.iterdir() if b"s3cr3t" in path.read_bytes()]


SLIPS = {
    'webhook = "ftp://hooks.example/a"': "1: webhook: is no web address",
    'webhook = "https://ada:pass@hooks.example/a"': "1: webhook: has a user name in its address",
    'webhook = "https://hooks.example/"\nwebhok = 1': "webhok: is no key of an entry",
    'command = "page-me"': '2: command: must be a list of texts, as in command = ["…"]',
    "command = []": "2: command: must be a list of texts",
    'command = ["a"]\nseverity = "loud"': "3: severity: must be one of warning, error",
    'command = ["a"]\nemail = ["a@b.example"]': "one of command, webhook, email, apprise says how, and one only",
    'severity = "error"': "one of command, webhook, email, apprise says how, and one only",
    'email = ["ada"]\nserver = "m.example"\nfrom = "j@b.example"': "2: email: 'ada' is no mail address",
    'email = ["a@b.example"]\nfrom = "j@b.example"': "server: is missing",
    'email = ["a@b.example"]\nserver = "m"\nfrom = "j@b.example"\nport = 0': "port: must be a number from 1 to 65535",
    'email = ["a@b.example"]\nserver = "m"\nfrom = "j@b.example"\nuser = "j"': "5: user: needs a password",
    "apprise = 3": "2: apprise: must be a text",
}


@pytest.mark.parametrize("entry", SLIPS)
def test_a_slip_costs_its_entry_and_is_named_with_its_line(home, entry):
    targets(home, f'[[target]]\n{entry}\n\n[[target]]\ncommand = ["fine"]\n')
    read = read_targets(home)
    assert [each.to for each in read.entries] == [("fine",)]
    (problem,) = read.problems
    assert SLIPS[entry].partition(": ")[2] in problem
    assert problem.endswith("the entry is not used")


def test_a_file_that_others_may_write_runs_nothing(home):
    path = targets(home, '[[target]]\ncommand = ["touch", "/nowhere"]\n')
    path.chmod(0o664)
    (problem,) = read_targets(home).problems
    assert problem.endswith("others may write it, and it says what runs here; nobody is told until chmod go-w")
    assert read_targets(home).entries == []


def test_a_test_alert_goes_to_all_whatever_they_were_told(home, tmp_path):
    command, told = kept(tmp_path)
    for _ in range(2):
        assert try_out(home, NOW, commands=[command]) == (1, [])
    assert [each["event"] for each in told()] == ["test", "test"]
    assert told()[0]["subject"] == "[Junket] this home: is well: this is a test of its alerts"


def test_apprise_is_asked_for_by_name_where_it_is_not_installed(home, monkeypatch, tmp_path):
    (tmp_path / "apprise.py").write_text("raise ImportError('not here')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    targets(home, '[[target]]\napprise = "ntfy://topic"\n')
    (problem,) = tell(home, [FOUND], judged=BOTH, now=NOW)
    assert "Apprise is not installed; pip install 'junket[alerts]'" in problem


def test_apprise_is_handed_subject_and_text(home, monkeypatch, tmp_path):
    kept_at = tmp_path / "kept.json"
    (tmp_path / "apprise.py").write_text(
        "import json\nclass Apprise:\n"
        "    def add(self, address): return address == 'ntfy://topic'\n"
        f"    def notify(self, **said): json.dump(said, open({str(kept_at)!r}, 'w')); return True\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    targets(home, '[[target]]\napprise = "ntfy://topic"\n')
    assert tell(home, [FOUND], judged=BOTH, now=NOW) == []
    said = json.loads(kept_at.read_text())
    assert said["title"] == "[Junket] press.example: brings 3 records, usually 41 to 46"
    assert said["body"].startswith("press.example brings 3 records")
