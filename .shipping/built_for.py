"""What build.spec adds for Windows and macOS: icons, version, manifest, and the application that a Mac opens."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from cbnet_desktop import __version__  # noqa: E402 - the clone that this script lies in is found first

MANIFEST = HERE / "windows" / "cbnet.manifest"
ENTITLEMENTS = HERE / "macos" / "entitlements.plist"
DESKTOP = "cbnet-desktop"
#: What Windows shows of each program, in its task list and under Properties.
DESCRIPTIONS = {DESKTOP: "CBnet", "cbnet": "CBnet til terminalen"}
PUBLISHER = "The CBnet authors"
IDENTIFIER = "dk.cbnet.cbnet"
FILE_TYPE = "dk.cbnet.network"
FILE_TYPE_NAME = "CBnet-netværk"
MIME_TYPE = "application/x-cbnet"
#: The language and character set of the version resource: Danish, UTF-16.
DANISH, UNICODE = 0x0406, 0x04B0


def program(name: str, scratch: Path, system: str = sys.platform) -> dict[str, Any]:
    """Further arguments of EXE on a system; what must be made is made in the scratch folder."""
    if system == "win32":
        version = scratch / f"{name}.version.txt"
        version.write_text(version_resource(name), encoding="utf-8")
        return {"icon": str(icons(scratch) / "cbnet.ico"), "version": str(version), "manifest": str(MANIFEST)}
    if system == "darwin":
        identity = os.environ.get("CBNET_MAC_IDENTITY") or None
        return {"target_arch": "arm64", "codesign_identity": identity, "entitlements_file": str(ENTITLEMENTS)}
    return {}


def mac_application(scratch: Path) -> dict[str, Any]:
    """The arguments of BUNDLE, which does nothing on other systems."""
    return {
        "name": "CBnet.app",
        "icon": str(scratch / "icons" / "cbnet.icns"),
        "bundle_identifier": IDENTIFIER,
        "version": __version__,
        "info_plist": INFO,
    }


def mac_files(scratch: Path, system: str = sys.platform) -> list[tuple[str, str, str]]:
    """What lies in the application beside the program: the icon of its documents."""
    if system != "darwin":
        return []
    return [("document.icns", str(icons(scratch) / "document.icns"), "DATA")]


@cache
def icons(scratch: Path) -> Path:
    """The folder of the icons, which are drawn once for a build."""
    import make_icons

    make_icons.write(scratch / "icons")
    return scratch / "icons"


def four_numbers(version: str = __version__) -> tuple[int, int, int, int]:
    """The version as Windows wants it: 1.2.3 is 1, 2, 3, 0. Raises ValueError for one with letters."""
    first, second, third, fourth = [*(int(part) for part in version.split(".")), 0, 0, 0][:4]
    return first, second, third, fourth


def version_resource(name: str) -> str:
    """The version resource of a program, as the text that PyInstaller evaluates."""
    numbers = four_numbers()
    words = {
        "CompanyName": PUBLISHER,
        "FileDescription": DESCRIPTIONS[name],
        "FileVersion": __version__,
        "InternalName": name,
        "LegalCopyright": f"{PUBLISHER}, MIT",
        "OriginalFilename": f"{name}.exe",
        "ProductName": "CBnet",
        "ProductVersion": __version__,
    }
    strings = ", ".join(f"StringStruct({key!r}, {text!r})" for key, text in words.items())
    return (
        "VSVersionInfo(\n"
        f"  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, fileType=1,\n"
        "    subtype=0, date=(0, 0)),\n"
        "  kids=[\n"
        f"    StringFileInfo([StringTable('{DANISH:04X}{UNICODE:04X}', [{strings}])]),\n"
        f"    VarFileInfo([VarStruct('Translation', [{DANISH}, {UNICODE}])]),\n"
        "  ],\n"
        ")\n"
    )


INFO: dict[str, Any] = {
    "CFBundleDevelopmentRegion": "da",
    "CFBundleLocalizations": ["da"],
    "CFBundleExecutable": DESKTOP,
    "CFBundleVersion": __version__,
    "CFBundleDocumentTypes": [
        {
            "CFBundleTypeName": FILE_TYPE_NAME,
            "CFBundleTypeIconFile": "document.icns",
            "CFBundleTypeRole": "Editor",
            "LSHandlerRank": "Owner",
            "LSItemContentTypes": [FILE_TYPE],
        }
    ],
    "UTExportedTypeDeclarations": [
        {
            "UTTypeIdentifier": FILE_TYPE,
            "UTTypeDescription": FILE_TYPE_NAME,
            "UTTypeIconFile": "document.icns",
            "UTTypeConformsTo": ["public.data", "public.content"],
            "UTTypeTagSpecification": {"public.filename-extension": ["cbnet"], "public.mime-type": MIME_TYPE},
        }
    ],
    "LSApplicationCategoryType": "public.app-category.business",
    # The oldest system that every library has a ready-made package for.
    "LSMinimumSystemVersion": "15.0",
    # PyInstaller takes the last program in the folder, the console, for the application.
    "LSBackgroundOnly": False,
    "NSHighResolutionCapable": True,
    "NSHumanReadableCopyright": f"{PUBLISHER}, MIT",
    "NSRequiresAquaSystemAppearance": False,
}
