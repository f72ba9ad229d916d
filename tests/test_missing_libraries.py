"""A part of the program that is missing is never told as a fault of the user's file."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

import cbnet_desktop
from cbnet_desktop.documents.signing import signature_places
from cbnet_desktop.system import foreign

READERS = [
    path
    for folder in ("documents", "sheets")
    for path in sorted((Path(cbnet_desktop.__file__).parent / folder).rglob("*.py"))
    if "except Exception" in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.stem)
def test_whoever_catches_everything_lets_a_missing_library_through(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for tried in [node for node in ast.walk(tree) if isinstance(node, ast.Try)]:
        caught = [ast.unparse(handler.type) if handler.type else "" for handler in tried.handlers]
        if "Exception" in caught:
            before = " ".join(caught[: caught.index("Exception")])
            assert "ImportError" in before, f"line {tried.lineno}: {caught}"


def test_a_missing_library_is_no_damaged_pdf() -> None:
    with pytest.raises(ModuleNotFoundError), signature_places.opened(_pdf()):
        import_module("no_such_library")


def test_a_library_that_is_missing_in_the_process_apart_is_told_here() -> None:
    with pytest.raises(ModuleNotFoundError):
        foreign.apart_from_here(_needs_more, ValueError)


def _needs_more() -> None:
    import_module("no_such_library")


def _pdf() -> bytes:
    import io

    from pikepdf import Pdf

    target = io.BytesIO()
    document = Pdf.new()
    document.add_blank_page()
    document.save(target)
    return target.getvalue()
