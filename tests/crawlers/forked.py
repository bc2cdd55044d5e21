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
import signal
import socket
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

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
    environment = dict(os.environ) if env is None else env
    if not _COPIED or not is_plain(arguments, environment):
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, input=given or "", capture_output=True, encoding="utf-8", cwd=cwd, env=environment,
            timeout=timeout, check=False,
        )  # fmt: skip
    job = {"arguments": arguments, "cwd": str(cwd), "environment": environment}
    with tempfile.TemporaryFile() as stdin, ThreadPoolExecutor(2) as readers:
        stdin.write((given or "").encode())
        stdin.seek(0)
        pipes = [os.pipe(), os.pipe()]
        texts = [readers.submit(_read, reading) for reading, _ in pipes]
        try:
            code = _ask(job, [stdin.fileno(), *(writing for _, writing in pipes)], timeout)
        finally:
            for _, writing in pipes:
                os.close(writing)
    return subprocess.CompletedProcess([sys.executable, *arguments], code, *(text.result() for text in texts))


def _read(pipe: int) -> str:
    with open(pipe, encoding="utf-8") as stream:
        return stream.read()


def is_plain(arguments: list[str], environment: dict[str, str]) -> bool:
    names = {name for name in environment.keys() | os.environ.keys() if name.startswith(_OF_A_NEW_ONE)}
    changed = {name for name in names if environment.get(name) != os.environ.get(name)}
    looks = any(word in arguments[1] for word in ("sys.modules", "ru_maxrss"))
    return changed <= {"PYTHONPATH"} and not looks and arguments[0] in {"-c", "-m"}


def _ask(job: dict[str, Any], files: list[int], timeout: float) -> int:
    """The exit code. ``files`` are its stdin, stdout and stderr."""
    place = _parent()
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(timeout)
        line.connect(place)
        data = json.dumps(job).encode()
        line.sendmsg([len(data).to_bytes(8)], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))])
        line.sendall(data)
        process = int.from_bytes(line.recv(8, socket.MSG_WAITALL))
        try:
            code = line.recv(8, socket.MSG_WAITALL)
        except TimeoutError:
            os.kill(process, signal.SIGKILL)
            line.settimeout(None)
            line.recv(8, socket.MSG_WAITALL)
            raise subprocess.TimeoutExpired(job["arguments"], timeout) from None
    assert code, "the process that is copied has died"
    return int.from_bytes(code, signed=True)


@cache
def _parent() -> str:
    """Where the process that is copied listens; it ends with this one."""
    folder = tempfile.TemporaryDirectory()
    place = f"{folder.name}/line"
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
    atexit.register(folder.cleanup)
    atexit.register(parent.wait)
    atexit.register(parent.kill)
    return place


def serve() -> None:
    """In the process that is copied: one copy after the other for those who ask on the socket that it was given."""
    _load()
    warnings.filterwarnings("ignore", ".*multi-threaded, use of fork", DeprecationWarning)  # others' threads wait
    with socket.socket(fileno=int(sys.argv[1])) as listening:
        while listening in select.select([listening, 0], [], [])[0]:
            line, _ = listening.accept()
            with line:
                head, files, _, _ = socket.recv_fds(line, 8, 3)
                job = json.loads(line.recv(int.from_bytes(head), socket.MSG_WAITALL))
                process = os.fork()
                if process:
                    for file in files:
                        os.close(file)
                    line.sendall(process.to_bytes(8))
                    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
                    line.sendall(code.to_bytes(8, signed=True))
                    continue
            break
        else:
            return
    _become(job, files)


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
