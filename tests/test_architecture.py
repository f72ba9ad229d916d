"""The layers hold: domain <- store, documents, sheets <- ui, cli <- __main__, and so do the floors of their folders."""

from __future__ import annotations

import ast
import io
import os
import re
import subprocess
import sys
import tokenize
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "cbnet_desktop"
MODULES = sorted(PACKAGE.rglob("*.py"))

#: What a layer may import of the package, beside itself; the first one is the package's own __init__.
LAYERS: dict[str, set[str]] = {
    "": set(),
    "system": {""},
    "bootstrap": set(),
    "domain": set(),
    "store": {"domain", "system"},
    "documents": {"domain", "system"},
    "sheets": {"domain"},
    "ui": {"domain", "store", "documents", "sheets", "system", ""},
    "cli": {"domain", "store", "documents", "sheets", "system", ""},
    "self_test": {"domain", "store", "documents", "sheets", "ui", "system", ""},
    "__main__": {"domain", "store", "documents", "sheets", "ui", "self_test", "system", ""},
}

#: The folders of a layer from the ground up: each knows those of the floors below it, none of its own floor.
#: So the window's subjects know each other through the domain alone.
FLOORS: dict[str, tuple[str, ...]] = {
    "domain": (
        "words",
        "records",
        "roster",
        "titles",
        "focus meetings agreements",
        "budget offers",
        "plan",
        "charter",
        "papers edits search",
        "sheets",
    ),
    "documents": ("pictures", "pdf", "papers signing"),
    "ui": (
        "widgets",
        "editing",
        "table",
        "form",
        "sheets paper exchange",
        "page",
        "roster focus meetings budget plan offers agreements overview",
        "window",
    ),
    "cli": ("terminal", "commands", ""),
}
MOST_MODULES = 25

#: Every library that is not Python's own, and the only places that may know of it.
LIBRARIES: dict[str, set[str]] = {
    "PySide6": {"ui", "self_test"},
    "shiboken6": {"ui"},
    "pysqlite3": {"store"},
    "sqlite_utils": {"store"},
    "reportlab": {"documents"},
    "fontpkg_lato": {"documents"},
    "pikepdf": {"documents"},
    "click": {"cli"},
    "icalendar": {"documents"},
    "openpyxl": {"sheets"},
    "pypdfium2": {"ui", "documents"},
    "pyhanko": {"documents"},
    "pyhanko_certvalidator": {"documents"},
    "platformdirs": {"system"},
}

#: A second SQLite in the process drops the first one's locks (sqlite.org/howtocorrupt 2.2.1).
FORBIDDEN = {"sqlite3", "apsw", "PySide6.QtSql"}

#: What would make the domain depend on this machine or this moment.
OUTSIDE_WORLD = {
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "shutil",
    "socket",
    "subprocess",
    "sys",
    "tempfile",
    "time",
}


class Import(NamedTuple):
    """One import, wherever in the module it stands."""

    module: Path
    line: int
    name: str

    def __str__(self) -> str:
        return f"{self.module.relative_to(ROOT)}:{self.line} imports {self.name}"

    @property
    def layer(self) -> str:
        """The first name below the package of the importing module."""
        return layer_of(self.module)

    @property
    def target(self) -> str | None:
        """The layer of the package that is imported; None for a library."""
        package, _, rest = self.name.partition(".")
        return None if package != PACKAGE.name else layer_named(rest.partition(".")[0])

    @property
    def library(self) -> str:
        """The first name of what is imported."""
        return self.name.partition(".")[0]


def layer_of(module: Path) -> str:
    first = module.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def layer_named(name: str) -> str:
    return name if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file() else ""


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def imports(module: Path) -> Iterator[Import]:
    """Every import in the module, those inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (Import(module, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(module, node)
            yield from (Import(module, node.lineno, f"{source}.{alias.name}") for alias in node.names)


def _absolute(module: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.relative_to(ROOT).parts[: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])


ALL = [found for module in MODULES for found in imports(module)]
BY_NAME = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES}


def _module(name: str) -> str:
    """The module of the package that an imported name is, or stands in."""
    return name if name in BY_NAME else name.rpartition(".")[0]


#: The modules that each one imports, lazily or for its types too.
GRAPH = {
    name: {_module(found.name) for found in imports(path) if _module(found.name) in BY_NAME} - {name}
    for name, path in BY_NAME.items()
}


def test_every_part_of_the_package_has_a_layer() -> None:
    assert {layer_of(module) for module in MODULES} <= LAYERS.keys()


def test_no_import_points_up_or_sideways() -> None:
    wrong = [
        str(found)
        for found in ALL
        if found.target is not None and found.target != found.layer and found.target not in LAYERS[found.layer]
    ]
    assert wrong == []


def test_no_module_is_reached_from_itself() -> None:
    circles = [" imports ".join(circle) for name in GRAPH if (circle := _circle(name))]
    assert circles == []


def _circle(start: str) -> list[str]:
    """The shortest way from a module back to itself; empty where there is none."""
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop(0)
        for other in GRAPH[name] - came_from.keys():
            came_from[other] = name
            waiting.append(other)
    if start not in came_from:
        return []
    way = [start]
    while (name := came_from[way[-1]]) != start:
        way.append(name)
    return [start, *reversed(way)]


def test_every_folder_has_its_floor() -> None:
    known = {layer: {name for floor in floors for name in floor.split(" ")} for layer, floors in FLOORS.items()}
    for layer, folders in known.items():
        assert {_folder(module) for module in MODULES if layer_of(module) == layer} - {""} == folders - {""}


def test_a_folder_knows_only_those_of_the_floors_below() -> None:
    place = {
        (layer, name): height
        for layer, floors in FLOORS.items()
        for height, floor in enumerate(floors)
        for name in floor.split(" ")
    }
    wrong = [
        f"{name} imports {other}"
        for name, others in GRAPH.items()
        for other in others
        if _is_moved(name, other) and place[_place(name)] <= place[_place(other)]
    ]
    assert wrong == []


def _is_moved(name: str, other: str) -> bool:
    """Whether one folder of a layer imports another."""
    return _place(name)[0] == _place(other)[0] and _place(name)[0] in FLOORS and _place(name) != _place(other)


def _place(name: str) -> tuple[str, str]:
    """The layer and the folder of a module."""
    module = BY_NAME[name]
    return layer_of(module), _folder(module)


def _folder(module: Path) -> str:
    return "/".join(module.relative_to(PACKAGE).parts[1:-1])


def test_a_folder_can_be_looked_over() -> None:
    counts = Counter(module.parent.relative_to(ROOT).as_posix() for module in MODULES)
    assert {folder: count for folder, count in counts.items() if count > MOST_MODULES} == {}


def test_every_library_is_known_in_its_layer_only() -> None:
    wrong = [
        str(found)
        for found in ALL
        if found.target is None
        and found.library not in sys.stdlib_module_names
        and found.layer not in LIBRARIES.get(found.library, set())
    ]
    assert wrong == []


def test_there_is_one_sqlite_library() -> None:
    wrong = [
        str(found)
        for found in ALL
        if any(found.name == name or found.name.startswith(f"{name}.") for name in FORBIDDEN)
    ]
    assert wrong == []


def test_nothing_is_imported_by_a_name_that_only_running_it_tells() -> None:
    hidden = [
        f"{module.relative_to(ROOT)}:{node.lineno}"
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in {"import_module", "__import__"}
    ]
    assert hidden == []


def test_nothing_of_a_module_is_called_by_a_name_that_only_running_it_tells() -> None:
    hidden = [
        f"{module.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "getattr"
        and not isinstance(node.args[1], ast.Constant)
        and ast.unparse(node.args[0]) in imported_modules(module)
    ]
    assert hidden == []


def imported_modules(module: Path) -> set[str]:
    """The names that stand for other modules of the package in a module's code."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if ROOT.joinpath(*_absolute(module, node).split("."), f"{alias.name}.py").is_file()
    }


def test_the_domain_knows_no_files_and_no_clock() -> None:
    wrong = [str(found) for found in ALL if found.layer == "domain" and found.library in OUTSIDE_WORLD]
    clocks = [
        f"{module.relative_to(ROOT)}:{node.lineno}"
        for module in MODULES
        if layer_of(module) == "domain"
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow"} and _is_clock(node.value)
    ]
    assert wrong + clocks == []


def _is_clock(node: ast.expr) -> bool:
    return ast.unparse(node).rpartition(".")[2] in {"date", "datetime"}


def test_a_module_stays_under_400_lines() -> None:
    lengths = {
        module.relative_to(ROOT).as_posix(): len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES
    }
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_a_class_has_at_most_20_methods() -> None:
    wide = {
        f"{module.relative_to(ROOT)}:{node.name}": len(methods)
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ClassDef)
        and len(methods := [part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)])
        > 20
    }
    assert wide == {}


def test_every_exception_from_the_checkers_names_its_rule_and_its_reason() -> None:
    sources = [path for folder in (PACKAGE, ROOT / "tests") for path in sorted(folder.rglob("*.py"))]
    unexplained = [
        f"{path.relative_to(ROOT)}:{token.start[0]} {token.string}"
        for path in sources
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        if token.type == tokenize.COMMENT
        and re.search(r"type: *ignore|noqa|mypy:", token.string)
        and not re.match(r"# (type: ignore\[[a-z, -]+\]  #|noqa: [A-Z]+\d+(, [A-Z]+\d+)* -) \w", token.string)
    ]
    assert unexplained == []


def test_the_installed_package_holds_every_folder_of_the_clone() -> None:
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    folders = {".".join(module.parent.relative_to(ROOT).parts) for module in MODULES}
    assert folders | {"cbnet_desktop.resources"} == set(configured)


def test_a_library_that_is_declared_is_used_and_the_reverse() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {name.partition(">")[0].lower().replace("-", "_") for name in project["dependencies"]}
    used = {found.library.lower() for found in ALL if found.library in LIBRARIES}
    unseen = {"tzdata"}  # zoneinfo reads it where the system has no time zones
    brought_along = {"shiboken6", "pyhanko_certvalidator"}  # by PySide6 and pyHanko, of the version that fits
    assert {name.removesuffix("_essentials") for name in declared} - unseen == used - brought_along


@pytest.mark.parametrize(
    "module", ["cbnet_desktop.__main__", "cbnet_desktop.cli.__main__", "cbnet_desktop.ui.window.start"]
)
def test_nothing_heavy_is_loaded_before_it_is_needed(module: str) -> None:
    heavy = {"reportlab", "PIL", "fontpkg_lato", "pypdfium2", "pikepdf", "pyhanko", "openpyxl", "icalendar"}
    without_window = heavy | {"PySide6"}
    unwanted = heavy if ".ui." in module else without_window
    code = f"import sys, {module}; print(*sorted({unwanted!r} & {{name.partition('.')[0] for name in sys.modules}}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert loaded.stdout.split() == []


def test_the_window_opens_before_tables_and_forms_are_loaded() -> None:
    code = "import sys, cbnet_desktop.ui.window.start; print(*(name for name in sys.modules if '.ui.' in name))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    ).stdout.split()
    assert "cbnet_desktop.ui.window.main_window" in loaded
    assert [name for name in loaded if name.split(".")[2] in {"table", "form", "sheets", "exchange"}] == []


def test_no_file_names_a_package_registry() -> None:
    hosts = ["pypi" + ".org", "python" + "hosted.org", "deb." + "debian.org", "registry." + "npmjs"]
    named = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in tracked_files()
        for host in hosts
        if host.encode() in path.read_bytes()
    ]
    assert named == []


def tracked_files() -> list[Path]:
    """What git keeps; everything beside the environment where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        names = [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
        return [ROOT / name for name in names if (ROOT / name).is_file()]
    folders = [PACKAGE, ROOT / "resources", ROOT / "tests"]
    return [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
