"""Collects the licences of everything in the built program: from the distributions, and from licences/table.toml.

python .shipping/licences.py FOLDER: writes the texts, a list for the program and an overview to read. build.spec puts
that folder beside the libraries, so every package holds it, and »Om CBnet« shows it.
"""

from __future__ import annotations

import json
import platform
import shutil
import ssl
import sys
import textwrap
import tomllib
import zlib
from importlib import metadata
from pathlib import Path
from pyexpat import EXPAT_VERSION
from typing import Any

import distributions
from distributions import ROOT
from pysqlite3.dbapi2 import sqlite_version

from cbnet_desktop import __version__
from cbnet_desktop.system import libraries, spelling
from cbnet_desktop.system.libraries import LIST, Library

HERE = Path(__file__).resolve().parent / "licences"
OVERVIEW = "OVERSIGT.txt"
#: Of what comes with Python, and of the one SQLite; cryptography has an OpenSSL of its own.
VERSIONS = {
    "Python": platform.python_version(),
    "Expat": EXPAT_VERSION.removeprefix("expat_"),
    "OpenSSL": ssl.OPENSSL_VERSION.split()[1],
    "SQLite": sqlite_version,
    "zlib": zlib.ZLIB_RUNTIME_VERSION,
}
HEAD = """\
CBnet {version} og de biblioteker, som programmet er lavet med. Hvert har sin egen licens, og teksten ligger i den
mappe, der er nævnt. Programmet er én mappe, og bibliotekerne kan udskiftes i den.
"""


def everything() -> list[Library]:
    """What is in the built program: itself, then Python and the like and the distributions by their names."""
    table = tomllib.loads((HERE / "table.toml").read_text(encoding="utf-8"))
    lacking: dict[str, dict[str, Any]] = table["distributions"]
    found = [
        _with(libraries.of(each), lacking.get(libraries.normal(each.name), {})) for each in distributions.in_the_build()
    ]
    found += [part for entry in table["parts"] if (part := _part(entry))]
    own = Library("CBnet", __version__, "MIT", (ROOT / "LICENSE",))
    return [own, *sorted(found, key=lambda library: library.name.lower())]


def _with(library: Library, more: dict[str, Any]) -> Library:
    """The library with what the table says of it."""
    return library._replace(
        licence=more.get("licence", library.licence),
        texts=(*library.texts, *(HERE / text for text in more.get("texts", ()))),
        notice=more.get("notice", "").replace("\n", " ").format(version=library.version),
    )


def _part(entry: dict[str, Any]) -> Library | None:
    """What comes with Python or a distribution and has its version; None where it is not there to be taken along."""
    name = entry["name"]
    if name == "Stavekontrolden" and not spelling.found(spelling.folders()):
        return None
    own = Library(name, VERSIONS.get(name, ""), "", _texts_of_python() if name == "Python" else ())
    if "with" in entry:
        try:
            found = libraries.of(metadata.distribution(entry["with"]))
        except metadata.PackageNotFoundError:
            return None
        own = own._replace(version=found.version, texts=found.texts)
    return _with(own, entry)


def _texts_of_python() -> tuple[Path, ...]:
    """The licence that lies beside this very Python; where, depends on who built it."""
    places = (Path(json.__file__).parent.parent, Path(sys.base_prefix))
    return tuple(place / "LICENSE.txt" for place in places if (place / "LICENSE.txt").is_file())[:1]


def write(folder: Path) -> None:
    """Writes list, overview and texts, the same bytes for the same libraries; raises ValueError for one without."""
    found = [checked(library) for library in everything()]
    if (folder / LIST).is_file():
        shutil.rmtree(folder)  # of an earlier build, perhaps with other libraries
    entries = [{**library._asdict(), "texts": _copied(library, folder)} for library in found]
    overview = [HEAD.format(version=__version__), *map(_described, found), ""]
    folder.joinpath(LIST).write_text(json.dumps(entries, ensure_ascii=False, indent=1), encoding="utf-8")
    folder.joinpath(OVERVIEW).write_text("\n".join(overview), encoding="utf-8", newline="\r\n")


def _described(library: Library) -> str:
    """A library's place in the overview."""
    title = f"{library.name} {library.version}".strip()
    notice = textwrap.fill(library.notice, 116, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
    return f"{title}: {library.licence} (mappen {libraries.normal(library.name)})" + (f"\n{notice}" if notice else "")


def checked(library: Library) -> Library:
    """The library; raises ValueError where nobody has said under which licence it is, or the text is missing."""
    if not library.texts or not library.licence:
        raise ValueError(f"{library.name} {library.version} has no licence text: add one to {HERE / 'table.toml'}")
    return library


def _copied(library: Library, folder: Path) -> list[str]:
    """Copies the texts below the library's name; returns where they are in the folder."""
    names: list[str] = []
    for text in library.texts:
        inside = [part for part in _inside(text).parts if part != "licenses"]
        name = "/".join([libraries.normal(library.name), *inside])
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.read_bytes())
        names.append(name)
    return names


def _inside(text: Path) -> Path:
    """The path below the .dist-info that a text lies in; its name where it lies elsewhere."""
    above = next((parent for parent in text.parents if parent.name.endswith(".dist-info")), text.parent)
    return text.relative_to(above)


def main(arguments: list[str]) -> int:
    """Writes the folder named; returns the exit code."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    write(folder)
    print(f"{len(libraries.read(folder))} libraries in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
