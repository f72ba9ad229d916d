"""The pages about the program: short where a newcomer begins, and true where the program can be asked."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from cbnet_desktop.domain.charter.charter import CLAUSES
from tests.docs.made_parts import MADE, RENEW, ROOT, renewed
from tests.docs.window_picture import HEIGHT, PICTURE, WIDTH

PACKAGE = ROOT / "cbnet_desktop"
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
COMMANDS = "python3 -m cbnet_desktop.bootstrap example\npython3 -m cbnet_desktop.bootstrap test\n"
#: What is in no clone: it is made by building or installing the program.
BUILT = ("dist/", "cbnet_desktop/resources")


def test_the_readme_is_short_and_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(readme.encode()) <= 7_000
    assert readme.split("```")[1].strip() == COMMANDS.strip()


def test_the_readme_leads_to_every_page() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = {page.relative_to(ROOT).as_posix() for page in PAGES} - {"README.md"}
    assert pages == set(re.findall(r"\]\((\S+\.md)\)", readme))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_that_counts_the_clauses_counts_them_all(page: Path) -> None:
    last = set(re.findall(r"M1 to (M\d+)", page.read_text(encoding="utf-8")))
    assert last <= {CLAUSES[-1].id}, f"{page.name} counts to {', '.join(last)}, the clauses go to {CLAUSES[-1].id}"


@pytest.mark.parametrize("page", MADE)
def test_what_is_made_from_the_program_is_up_to_date(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert text == renewed(text, MADE[page]()), f"{page} is not as the program is now: {RENEW}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_module_and_test_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    missing = [name for name in named(text) if not is_there(name, page.parent)]
    assert not missing, f"{page.name} names what is not there: {', '.join(missing)}"


def named(text: str) -> Iterator[str]:
    """The paths below a folder, tests and modules, as paths, that a page has as code or as the goal of a link."""
    yield from re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    yield from (name.replace(".", "/") for name in re.findall(r"-m ((?:tests|cbnet_desktop)[\w.]*)", text))
    for words in re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        yield from re.findall(r"(?<![\w/.\\*-])\w[\w.-]*/[\w./-]*(?:::\w+)?", words)


def is_there(name: str, beside: Path) -> bool:
    """Whether a named file, folder, module or test exists; what only building the program makes is believed."""
    path, _, test = name.rstrip("/").partition("::")
    places = [folder / f"{path}{suffix}" for folder in (beside, ROOT, PACKAGE) for suffix in ("", ".py")]
    found = next((place for place in places if place.exists()), None)
    if found is None or not test:
        return found is not None or path.startswith(BUILT)
    return f"def {test}(" in found.read_text(encoding="utf-8")


def test_every_name_of_the_code_in_the_architecture_is_in_the_code() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    names = {name.rpartition(".")[2] for name in re.findall(r"`([A-Za-z_][\w.]*)(?:\([^`]*\))?`", text)}
    sources = [path for folder in (PACKAGE, ROOT / "tests") for path in folder.rglob("*.py") if path != Path(__file__)]
    words = {word for path in sources for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}
    assert len(names) > 30
    assert names - words == set()


def test_what_is_not_there_is_seen() -> None:
    text = "`store/gone.py` and [that](docs/gone.md), `tests/docs/test_docs.py::test_gone`, `python -m tests.gone`"
    names = ["docs/gone.md", "store/gone.py", "tests/docs/test_docs.py::test_gone", "tests/gone"]
    assert sorted(named(text)) == sorted(names)
    assert not [name for name in names if is_there(name, ROOT)]
    assert is_there("store/replica.py", ROOT)
    assert is_there("tests/docs/test_docs.py::test_what_is_not_there_is_seen", ROOT)


def test_every_library_that_is_declared_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [name for names in project["optional-dependencies"].values() for name in names]
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    names = [re.split("[><]", declared)[0].lower() for declared in (*project["dependencies"], *extras)]
    assert [name for name in names if name not in page] == []


def test_the_picture_of_the_window_is_small_and_can_be_made_again(tmp_path: Path) -> None:
    made = tmp_path / "window.png"
    subprocess.run([sys.executable, "-m", "tests.docs.window_picture", str(made)], cwd=ROOT, timeout=120, check=True)
    for picture in (PICTURE, made):
        assert picture.stat().st_size < 150_000
        with Image.open(picture) as opened:
            assert (opened.size, opened.mode) == ((WIDTH, HEIGHT), "P")
            assert len(opened.getcolors()) > 32, "the window is blank"
