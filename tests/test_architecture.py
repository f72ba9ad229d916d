"""The layers hold: domain <- store, documents, sheets <- ui, cli <- __main__, and so do the floors of their folders."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.package_imports import ALL, BY_NAME, GRAPH, MODULES, PACKAGE, ROOT, layer_of, source_of, tree

#: What a layer may import of the package, beside itself; the first one is the package's own __init__.
LAYERS: dict[str, set[str]] = {
    "": set(),
    "system": {""},
    "bootstrap": set(),
    "domain": set(),
    "store": {"domain", "system"},
    "documents": {"domain", "system"},
    "sheets": {"domain", "system"},
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
        "agreed",
        "focus meetings agreements",
        "budget offers",
        "plan",
        "charter",
        "dispatches",
        "papers",
        "edits search",
        "sheets",
    ),
    "store": ("format", "places", "log", "files", "exchange", ""),
    "documents": ("pictures", "pdf", "word", "papers signing annexes", "mail manual"),
    "ui": (
        "heard",
        "widgets",
        "editing",
        "spelling",
        "table",
        "form",
        "paper exchange",
        "sheets annexes manual",
        "dispatches",
        "page",
        "roster focus meetings budget plan offers agreements overview search",
        "window",
    ),
    "cli": ("terminal", "commands", ""),
}

#: Every library that is not Python's own, and the only places that may know of it.
LIBRARIES: dict[str, set[str]] = {
    "PySide6": {"ui", "self_test"},
    "shiboken6": {"ui"},
    "pysqlite3": {"store"},
    "sqlite_utils": {"store"},
    "cryptography": {"documents", "store"},
    "reportlab": {"documents"},
    "fontpkg_lato": {"documents"},
    "pikepdf": {"documents"},
    "click": {"cli"},
    "icalendar": {"documents"},
    "openpyxl": {"sheets"},
    "hunspell": {"system"},
    "docx": {"documents"},
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
        if ROOT.joinpath(*source_of(module, node).split("."), f"{alias.name}.py").is_file()
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


def test_a_library_that_is_declared_is_used_and_the_reverse() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {name.partition(">")[0].lower().replace("-", "_") for name in project["dependencies"]}
    declared = {"hunspell" if name == "chunspell" else name for name in declared}  # hunspell's wheel
    declared = {name.removeprefix("python_").removesuffix("_essentials") for name in declared}
    used = {found.library.lower() for found in ALL if found.library in LIBRARIES}
    unseen = {"tzdata"}  # zoneinfo reads it where the system has no time zones
    brought_along = {"shiboken6", "pyhanko_certvalidator"}  # by PySide6 and pyHanko, of the version that fits
    assert declared - unseen == used - brought_along


@pytest.mark.parametrize(
    "module",
    [
        "cbnet_desktop.__main__",
        "cbnet_desktop.cli.__main__",
        "cbnet_desktop.cli.program",
        "cbnet_desktop.ui.window.start",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(module: str) -> None:
    heavy = {"reportlab", "PIL", "fontpkg_lato", "pypdfium2", "pikepdf", "pyhanko", "openpyxl", "icalendar", "docx"}
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
