"""One name in site-packages: Junket works where the names of its rooms are taken."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import junket

CHECKOUT = Path(__file__).parents[1]
TAKEN = "raise ImportError('this is the user\\'s own file')\n"
ROOMS = {"crawlers", "pipelines", "exports"}


@pytest.fixture
def taken(tmp_path):
    """A folder whose own files have the names of Junket's rooms."""
    (tmp_path / "pipelines.py").write_text(TAKEN)
    (tmp_path / "crawlers.py").write_text(TAKEN)
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "__init__.py").write_text(TAKEN)
    (tmp_path / "page.html").write_text("<h1>A talk</h1><p>One paragraph about a film, long enough to be read.</p>")
    return tmp_path


@pytest.mark.parametrize(
    "program",
    [
        [str(Path(sys.executable).with_name("junket"))],
        [sys.executable, "-m", "junket"],
        [sys.executable, "-c", "import junket; junket.main()"],
        [sys.executable, "-c", "from junket import main; main()"],
    ],
    ids=["script", "module", "import", "from"],
)
def test_junket_runs_from_a_folder_with_the_names_of_its_rooms(program, taken):
    done = subprocess.run(
        [*program, "scrape", "page.html", "--format", "json"], cwd=taken, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert '"A talk"' in done.stdout


def test_no_room_is_loaded_under_a_name_of_its_own(taken):
    script = "import sys, junket; list(map(junket.__getattr__, junket.__all__)); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=taken, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "junket" in loaded
    assert not loaded & ROOMS


def test_the_public_names_are_there_and_no_other():
    assert all(getattr(junket, name) for name in junket.__all__)
    assert set(junket.__all__) <= set(dir(junket))
    with pytest.raises(AttributeError, match="no attribute 'crawl_all'"):
        _ = junket.crawl_all


def test_importing_junket_loads_nothing_else():
    script = "import sys, junket; print('scrapy' in sys.modules, 'pyarrow' in sys.modules, 'lxml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=CHECKOUT)
    assert done.stdout.split() == ["False"] * 3


def test_scraping_does_without_pyarrow_and_parquet_says_what_it_needs(taken):
    (taken / "pyarrow.py").write_text("raise ModuleNotFoundError(name='pyarrow')\n")
    scrape = [sys.executable, "-m", "junket", "scrape", "page.html"]
    done = subprocess.run(scrape, cwd=taken, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert '"A talk"' in done.stdout
    parquet = [*scrape, "-o", "pages.parquet"]
    done = subprocess.run(parquet, cwd=taken, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "junket: pyarrow: is not installed, and Parquet and homes need it; pip install pyarrow"
    ]


def test_a_wheel_holds_one_package(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=CHECKOUT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"junket"}
    assert {"junket/__init__.py", "junket/__main__.py", "junket/py.typed"} <= set(names)
    assert "junket/crawlers/url_parameters.toml" in names
    languages = {f"junket/pipelines/languages/{path.name}" for path in CHECKOUT.glob("pipelines/languages/*.toml")}
    assert len(languages) > 40
    assert languages <= set(names)
