"""The modules of the package, and every import of one another: what the tests of its floors walk."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "cbnet_desktop"
MODULES = sorted(PACKAGE.rglob("*.py"))


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
            source = source_of(module, node)
            yield from (Import(module, node.lineno, f"{source}.{alias.name}") for alias in node.names)


def source_of(module: Path, node: ast.ImportFrom) -> str:
    """The absolute name of what a from-import imports from."""
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
