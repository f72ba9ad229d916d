"""What Windows and macOS are told of the built program."""

from __future__ import annotations

import ast
import plistlib
import xml.etree.ElementTree as ET
from pathlib import Path

import built_for
import pytest

from cbnet_desktop import __version__

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "http://schemas.microsoft.com/SMI/{}/WindowsSettings"


def test_windows_is_told_of_screens_long_paths_and_letters_and_asks_for_no_administrator() -> None:
    tree = ET.parse(built_for.MANIFEST)
    said = {element.tag: element.text for element in tree.iter()}
    assert said[f"{{{SETTINGS.format(2016)}}}dpiAwareness"] == "PerMonitorV2"
    assert said[f"{{{SETTINGS.format(2016)}}}longPathAware"] == "true"
    assert said[f"{{{SETTINGS.format(2019)}}}activeCodePage"] == "UTF-8"
    level = next(element for element in tree.iter() if element.tag.endswith("requestedExecutionLevel"))
    assert level.attrib["level"] == "asInvoker"


@pytest.mark.parametrize("name", built_for.DESCRIPTIONS)
def test_windows_is_told_the_version_of_each_program_in_words_and_numbers(name: str, tmp_path: Path) -> None:
    arguments = built_for.program(name, tmp_path, "win32")
    made = ast.parse(Path(arguments["version"]).read_text(encoding="utf-8"), mode="eval")
    calls = [node for node in ast.walk(made) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    strings = dict(
        [ast.literal_eval(argument) for argument in call.args]
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "StringStruct"
    )
    fixed = next(call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "FixedFileInfo")
    numbers = {word.arg: ast.literal_eval(word.value) for word in fixed.keywords}
    assert strings["ProductVersion"] == strings["FileVersion"] == __version__
    assert strings["OriginalFilename"] == f"{name}.exe"
    assert strings["FileDescription"]
    assert numbers["filevers"] == numbers["prodvers"] == built_for.four_numbers()
    assert Path(arguments["icon"]).read_bytes().startswith(b"\0\0\1\0")


def test_a_version_is_four_numbers_for_windows() -> None:
    assert built_for.four_numbers("1.2.3") == (1, 2, 3, 0)
    with pytest.raises(ValueError, match="invalid literal"):
        built_for.four_numbers("1.2rc1")


def test_a_mac_knows_the_programs_files_and_opens_them_in_a_window() -> None:
    info = plistlib.loads(plistlib.dumps(built_for.INFO))
    declared = info["UTExportedTypeDeclarations"][0]
    opened = info["CFBundleDocumentTypes"][0]
    assert opened["LSItemContentTypes"] == [declared["UTTypeIdentifier"]]
    assert declared["UTTypeTagSpecification"]["public.filename-extension"] == ["cbnet"]
    assert info["CFBundleExecutable"] == built_for.DESKTOP
    assert (info["LSBackgroundOnly"], info["NSHighResolutionCapable"]) == (False, True)
    assert info["CFBundleLocalizations"] == ["da"]


def test_a_mac_gets_the_icon_of_its_documents(tmp_path: Path) -> None:
    named = built_for.INFO["CFBundleDocumentTypes"][0]["CFBundleTypeIconFile"]
    ((inside, source, _),) = built_for.mac_files(tmp_path, "darwin")
    assert inside == named
    assert Path(source).read_bytes().startswith(b"icns")
    assert Path(built_for.mac_application(tmp_path)["icon"]).is_file()


def test_a_mac_application_is_signed_by_the_name_in_the_environment_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert built_for.program("cbnet", tmp_path, "darwin")["codesign_identity"] is None
    monkeypatch.setenv("CBNET_MAC_IDENTITY", "Developer ID Application: Prøve")
    arguments = built_for.program("cbnet", tmp_path, "darwin")
    assert arguments["codesign_identity"] == "Developer ID Application: Prøve"
    assert plistlib.loads(Path(arguments["entitlements_file"]).read_bytes())


def test_linux_needs_nothing_of_this(tmp_path: Path) -> None:
    assert built_for.program("cbnet", tmp_path, "linux") == {}
    assert built_for.mac_files(tmp_path, "linux") == []
    assert list(tmp_path.iterdir()) == []


def test_the_build_names_the_programs_that_are_described() -> None:
    called = [
        node.args[1]
        for node in ast.walk(ast.parse((ROOT / "build.spec").read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "program"
    ]
    assert {ast.literal_eval(name) for name in called} == set(built_for.DESCRIPTIONS)
