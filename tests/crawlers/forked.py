"""Python in a process of its own, as ``subprocess.run`` gives it, without a second of imports each time.

Twisted's reactor starts once a process, so that each crawl of a test needs a new one. Here it is a copy of a process
that has loaded Junket and extracted one page, and has no reactor. What asks for an interpreter of other settings, or
looks at what is loaded or how much memory it takes, gets a new one; so does all where the system has no copies (Linux).
"""

from __future__ import annotations

import array
import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Self

CHECKOUT = Path(__file__).parents[2]
_OF_A_NEW_ONE = ("PYTHON", "LC_", "LANG", "TZ", "LD_", "JUNKET_")
"""Variables that an interpreter, or a module of Junket, reads when it starts."""
_COPIED = sys.platform == "linux"


def run(
    arguments: list[str],
    *,
    given: str | None = None,
    cwd: Path = CHECKOUT,
    env: dict[str, str] | None = None,
    timeout: float = 100,
) -> subprocess.CompletedProcess[str]:
    """Python with ``-c script …`` or ``-m module …`` and ``given`` on its stdin; its output as text.

    subprocess.TimeoutExpired after ``timeout`` seconds, when the process is killed.
    """
    with start(arguments, given=given, cwd=cwd, env=env) as running:
        try:
            texts = running.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            running.kill()
            raise
    return subprocess.CompletedProcess([sys.executable, *arguments], running.returncode, *texts)


def start(
    arguments: list[str], *, given: str | None = None, cwd: Path = CHECKOUT, env: dict[str, str] | None = None
) -> subprocess.Popen[str] | Running:
    """The same while it runs, to be watched, signalled and waited for."""
    environment = dict(os.environ) if env is None else env
    with tempfile.TemporaryFile() as stdin:
        stdin.write((given or "").encode())
        stdin.seek(0)
        if _COPIED and is_plain(arguments, environment):
            return Running({"arguments": arguments, "cwd": str(cwd), "environment": environment}, stdin.fileno())
        return subprocess.Popen(
            [sys.executable, *arguments], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8", cwd=cwd, env=environment,
        )  # fmt: skip


class Running:
    """A copy at work, with what the tests use of ``subprocess.Popen``."""

    def __init__(self, job: dict[str, Any], stdin: int) -> None:
        """``job``: what :func:`_become` is to run."""
        self.args, self.returncode = job["arguments"], None
        (out, its_out), (err, its_err) = os.pipe(), os.pipe()
        self.stdout, self.stderr = (os.fdopen(each, encoding="utf-8") for each in (out, err))
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(_parent())
        data = json.dumps(job).encode()
        files = array.array("i", [stdin, its_out, its_err])
        self._line.sendmsg([len(data).to_bytes(8)], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, files)])
        self._line.sendall(data)
        self.pid = int.from_bytes(self._line.recv(8, socket.MSG_WAITALL))
        os.close(its_out)
        os.close(its_err)
        self._texts: list[Future[str]] = []

    def wait(self, timeout: float | None = None) -> int:
        """The exit code; subprocess.TimeoutExpired where there is none in so many seconds."""
        if self.returncode is None:
            if not select.select([self._line], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            code = self._line.recv(8, socket.MSG_WAITALL)
            assert code, "the process that is copied has died"
            self.returncode = int.from_bytes(code, signed=True)
        return self.returncode

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        with suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def send_signal(self, number: int) -> None:
        """Nothing happens to one that has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """What it wrote to stdout and stderr, once it has ended."""
        if not self._texts:
            readers = ThreadPoolExecutor(2)
            self._texts = [readers.submit(stream.read) for stream in (self.stdout, self.stderr)]
            readers.shutdown(wait=False)
        self.wait(timeout)
        out, err = (text.result(timeout) for text in self._texts)
        return out, err

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wait()
        for text in self._texts:
            text.result()
        for each in (self.stdout, self.stderr, self._line):
            each.close()


def is_plain(arguments: list[str], environment: dict[str, str]) -> bool:
    names = {name for name in environment.keys() | os.environ.keys() if name.startswith(_OF_A_NEW_ONE)}
    changed = {name for name in names if environment.get(name) != os.environ.get(name)}
    looks = any(word in arguments[1] for word in ("sys.modules", "ru_maxrss"))
    return changed <= {"PYTHONPATH"} and not looks and arguments[0] in {"-c", "-m"}


@cache
def _parent() -> str:
    """Where the process that is copied listens; it ends with this one."""
    folder, owner = tempfile.mkdtemp(), os.getpid()
    place = f"{folder}/line"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(place)
        listening.listen()
        os.set_inheritable(listening.fileno(), True)  # noqa: FBT003 - a positional argument
        program = [sys.executable, "-c", "import forked; forked.serve()", str(listening.fileno())]
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
        parent = subprocess.Popen(
            program, pass_fds=[listening.fileno()], env=environment, cwd=CHECKOUT,
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    @atexit.register
    def end() -> None:
        if os.getpid() == owner:  # a copy of this process that ends leaves it to this one
            parent.kill()
            parent.wait()
            shutil.rmtree(folder, ignore_errors=True)

    return place


def serve() -> None:
    """In the process that is copied: a copy for each who asks on the socket that it was given, and its exit code."""
    _load()
    warnings.filterwarnings("ignore", ".*multi-threaded, use of fork", DeprecationWarning)  # others' threads wait
    running: dict[int, tuple[int, socket.socket]] = {}
    with socket.socket(fileno=int(sys.argv[1])) as listening:
        while True:
            ready = select.select([listening, 0, *running], [], [])[0]
            for ended in running.keys() & ready:
                _tell(ended, *running.pop(ended))
            if 0 in ready:
                return
            if listening not in ready:
                continue
            line, _ = listening.accept()
            head, files, _, _ = socket.recv_fds(line, 8, 3)
            job = json.loads(line.recv(int.from_bytes(head), socket.MSG_WAITALL))
            process = os.fork()
            if not process:
                break
            for file in files:
                os.close(file)
            line.sendall(process.to_bytes(8))
            running[os.pidfd_open(process)] = process, line
    line.close()
    for other, (_, theirs) in running.items():
        os.close(other)
        theirs.close()
    running.clear()
    _become(job, files)


def _tell(ended: int, process: int, line: socket.socket) -> None:
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    os.close(ended)
    with line, suppress(OSError):  # nobody waits for it any more
        line.sendall(code.to_bytes(8, signed=True))


def _become(job: dict[str, Any], files: list[int]) -> None:
    """The program of the job. Its end is that of the interpreter, with all that belongs to it."""
    for target, file in enumerate(files):
        os.dup2(file, target)
        os.close(file)
    os.chdir(job["cwd"])
    os.environ.clear()
    os.environ.update(job["environment"])
    sys.path[1:1] = [way for way in os.environ.get("PYTHONPATH", "").split(os.pathsep) if way and way not in sys.path]
    kind, program, *rest = job["arguments"]
    sys.argv[:] = [kind, *rest]
    if kind == "-m":
        sys.path[0] = str(Path.cwd())
        runpy.run_module(program, run_name="__main__", alter_sys=True)
        return
    sys.modules["__main__"] = main = ModuleType("__main__")
    exec(compile(program, "<string>", "exec"), vars(main))  # noqa: S102 - a test's own


def _load() -> None:
    """All modules that a crawl uses but the reactor, and what is made when the first page is extracted."""
    sys.path.remove(str(Path(__file__).parent))
    for room in ("crawlers", "pipelines", "exports"):
        package = importlib.import_module(f"junket.{room}")
        for found in pkgutil.walk_packages(package.__path__, f"junket.{room}."):
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)
    from scrapy.settings import default_settings

    from junket.crawlers.page import Page
    from junket.pipelines.verdict import verdict

    for table in ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "DOWNLOAD_HANDLERS"):
        parts = getattr(default_settings, f"{table}_BASE")
        for part in parts.values() if table == "DOWNLOAD_HANDLERS" else parts:
            importlib.import_module(part.rpartition(".")[0])

    text = "<h1>A talk</h1><p>By Ada Lind, 3 May 2024</p>" + "<p><b>Why the fog?</b></p><p>It hides the crew.</p>" * 9
    verdict(Page.from_text("https://film.example/a", text))
    assert "twisted.internet.reactor" not in sys.modules
    gc.freeze()
