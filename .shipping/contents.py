"""What of the installed libraries the built program takes along; build.spec asks here."""

from __future__ import annotations

from pathlib import Path

_TESTS_AND_TOOLS = (
    *("pytest", "_pytest", "hypothesis", "pytestqt", "mypy", "ruff", "setuptools", "pip", "tkinter", "tests"),
    *("IPython", "numpy", "unittest", "doctest", "pdb", "pydoc", "readline", "distutils", "_distutils_hack"),
    *("cffi.setuptools_ext", "cffi._shimmed_dist_utils"),
)
#: CBnet fetches nothing. pyHanko's client is stood in for by built_start.py, else it could not be imported.
_NETWORK = (
    *("aiohttp", "aiosignal", "aiohappyeyeballs", "multidict", "yarl", "frozenlist", "propcache", "certifi", "idna"),
    *("requests", "charset_normalizer", "xmlrpc", "ssl", "_ssl", "PySide6.QtNetwork"),
    *("pyhanko.sign.signers.csc_signer", "pyhanko.sign.validation.qualified.eutl_fetch"),
    "pyhanko.sign.timestamps.requests_client",
    "pyhanko_certvalidator.fetchers.aiohttp_fetchers",
)
#: Parts of libraries that nothing here uses, and what would bring a system library for nothing.
_UNUSED = (
    *("PySide6.QtDBus", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql", "PySide6.QtTest"),
    *("lxml.objectify", "lxml.html", "lxml.isoschematron", "lxml.sax"),
    *("PIL.AvifImagePlugin", "PIL._avif", "PIL.WebPImagePlugin", "PIL._webp", "PIL._imagingft", "PIL._imagingtk"),
    *("PIL.ImageTk", "PIL.ImageQt", "PIL._imagingcms", "PIL.ImageCms", "PIL._imagingmath", "PIL.ImageMath"),
    *("_bz2", "_lzma", "_uuid", "reportlab.graphics.testshapes"),
)
UNWANTED_MODULES = (*_TESTS_AND_TOOLS, *_NETWORK, *_UNUSED)

#: Qt's plugins for screens, pictures and networks that no user of this program has.
_UNWANTED_PLUGIN_FOLDERS = {"networkinformation", "tls", "generic", "egldeviceintegrations", "qmltooling"}
_UNWANTED_PLUGINS = (
    *("qvnc", "qlinuxfb", "qvkkhrdisplay", "qminimal", "qminimalegl", "qeglfs"),
    *("qtiff", "qwebp", "qtga", "qwbmp", "qicns", "qpdf", "wl-shell-plugin"),
)
_UNWANTED_QT = ("Qt6Network", "Qt6Eglfs", "Qt6EglFS", "Qt6EglFs", "Qt6WlShell")

#: Libraries that Python's own modules are linked with; all others of the builder's system stay out: they would be put
#: in front of the user's own, and are of another age.
PYTHONS_LIBRARIES = ("libpython3", "libcrypto.so", "libz.so", "libffi.so", "libexpat.so", "libsqlite3.so")

FACES = {"Lato-Regular", "Lato-Bold", "Lato-Italic", "Lato-BoldItalic"}


def is_wanted(name: str, source: str, kind: str) -> bool:
    """Whether an entry of PyInstaller's table of contents, its place inside, source and kind, is taken along."""
    path = Path(name)
    if path.parts[0].endswith(".egg-info"):  # of the clone that it is built in
        return False
    if path.suffix == ".qm":  # the program speaks no other language
        return path.name == "qtbase_da.qm"
    if "fontpkg_lato" in path.parts and path.suffix == ".ttf":
        return path.stem in FACES
    return not (_is_unwanted_qt(path) or _is_of_the_system(path, source, kind))


def _is_unwanted_qt(path: Path) -> bool:
    name = path.name.removeprefix("lib")
    if "plugins" in path.parts:
        return path.parent.name in _UNWANTED_PLUGIN_FOLDERS or name.partition(".")[0] in _UNWANTED_PLUGINS
    return name.startswith(_UNWANTED_QT)


def _is_of_the_system(path: Path, source: str, kind: str) -> bool:
    is_library = kind in {"BINARY", "SYMLINK"} and len(path.parts) == 1 and ".so" in path.name
    is_of_a_wheel = any(part in source for part in ("PySide6", "shiboken6", ".libs"))
    return is_library and not is_of_a_wheel and not path.name.startswith(PYTHONS_LIBRARIES)
