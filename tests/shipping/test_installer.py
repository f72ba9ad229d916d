"""The installer for Windows, made on Linux from a small folder that stands in for the program."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import make_installer
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from cbnet_desktop import __version__

needs_nsis = pytest.mark.skipif(not shutil.which("makensis"), reason="makensis of NSIS is not installed")
needs_signer = pytest.mark.skipif(not shutil.which("osslsigncode"), reason="osslsigncode is not installed")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / "cbnet"
    (folder / "_internal" / "mappe æøå").mkdir(parents=True)
    for name in ("cbnet", "cbnet-desktop", "_internal/mappe æøå/ß.txt"):
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def test_a_folder_without_a_program_is_refused(program: Path) -> None:
    (program / "cbnet").unlink()
    with pytest.raises(make_installer.CannotBuild, match="has no cbnet;"):
        make_installer.programs(program)


def test_what_the_uninstaller_would_leave_behind_is_refused(program: Path) -> None:
    (program / "notes.txt").write_text("", encoding="utf-8")
    with pytest.raises(make_installer.CannotBuild, match=r"notes\.txt"):
        make_installer.programs(program)


def test_a_program_of_windows_is_preferred_by_its_ending(program: Path) -> None:
    for name in ("cbnet", "cbnet-desktop"):
        (program / name).rename(program / f"{name}.exe")
    assert make_installer.programs(program) == {"DESKTOP": "cbnet-desktop.exe", "CONSOLE": "cbnet.exe"}


@needs_nsis
def test_the_same_folder_gives_the_same_installer_whenever_and_wherever_it_was_copied(
    program: Path, tmp_path: Path
) -> None:
    first = make_installer.build(program, tmp_path / "one")
    copied = shutil.copytree(program, tmp_path / "elsewhere" / "cbnet")
    for path in copied.rglob("*"):
        os.utime(path, (0, 0))
    assert make_installer.build(copied, tmp_path / "two").read_bytes() == first.read_bytes()
    assert first.name == f"cbnet-{__version__}-x64-setup.exe"


@needs_nsis
def test_the_installer_says_of_itself_what_it_is(program: Path, tmp_path: Path) -> None:
    content = make_installer.build(program, tmp_path).read_bytes()
    for word in ("Installation af CBnet", "ProductVersion", __version__):
        assert word.encode("utf-16-le") in content
    assert b'requestedExecutionLevel level="asInvoker"' in content


@needs_nsis
@needs_signer
def test_an_installer_is_signed_where_there_is_a_certificate(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path, b"hemmeligt")
    monkeypatch.setenv("CBNET_PFX", str(tmp_path / "certificate.pfx"))
    monkeypatch.setenv("CBNET_PFX_PASSWORD", "hemmeligt")
    monkeypatch.setenv("CBNET_TIMESTAMP", "")
    installer = make_installer.build(program, tmp_path)
    command = ["osslsigncode", "verify", "-CAfile", str(certificate), "-in", str(installer)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@needs_nsis
@needs_signer
def test_a_wrong_password_makes_no_installer_without_a_signature(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_certificate(tmp_path, b"hemmeligt")
    monkeypatch.setenv("CBNET_PFX", str(tmp_path / "certificate.pfx"))
    monkeypatch.setenv("CBNET_PFX_PASSWORD", "gættet")
    assert make_installer.main([str(program), str(tmp_path / "out")]) == 1
    assert "was not signed" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []


def make_certificate(folder: Path, password: bytes) -> Path:
    """A certificate for signing programs, as PFX with its key and as the PEM that is returned."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Prøve")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encryption = serialization.BestAvailableEncryption(password)
    (folder / "certificate.pfx").write_bytes(pkcs12.serialize_key_and_certificates(b"x", key, made, None, encryption))
    pem = folder / "certificate.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return pem
