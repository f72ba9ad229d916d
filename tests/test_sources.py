"""The sources stay readable: small modules, classes and folders, exceptions with a reason, nothing left unshipped."""

from __future__ import annotations

import ast
import io
import os
import re
import subprocess
import tokenize
import tomllib
from collections import Counter
from pathlib import Path

from cbnet_desktop.domain.roster import new_network
from tests.package_imports import MODULES, PACKAGE, ROOT, tree

MOST_MODULES = 25


def test_a_folder_can_be_looked_over() -> None:
    counts = Counter(module.parent.relative_to(ROOT).as_posix() for module in MODULES)
    assert {folder: count for folder, count in counts.items() if count > MOST_MODULES} == {}


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
    folders = (PACKAGE, ROOT / "tests", ROOT / ".shipping")
    sources = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
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


def test_the_agency_is_called_by_its_name_of_the_day_outside_quotations() -> None:
    quoted = " ".join((ROOT / "resources" / "kommissorium.txt").read_text(encoding="utf-8").split())
    told = [
        f"{module.relative_to(ROOT)}: {text}"
        for module in MODULES
        for text in _texts(tree(module))
        if "KBE" in text and text not in quoted and text not in (new_network.KBE.short_name, new_network.KBE.seat)
    ]
    assert told == []


def _texts(module: ast.Module) -> list[str]:
    """The literal texts of a module, without its docstrings."""
    about = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    return [
        " ".join(node.value.split())
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in about
    ]
