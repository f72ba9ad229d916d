"""Certificates of every sort, made by openssl."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

PACKAGES = {"pdfsig": "poppler-utils"}
PASSPHRASE = "prøve"
LEAF = "basicConstraints=critical,CA:FALSE\n"
SIGNING = f"{LEAF}keyUsage=critical,digitalSignature,nonRepudiation\n"
ISSUING = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"


def program(name: str) -> str:
    """The path of a program, or a skipped test that says how to get it."""
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed; on Debian: apt install {PACKAGES.get(name, name)}")
    return found


class Issuers:
    """A folder with keys and certificates, each by its short name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made("rod", "Rod", issuer="", extensions=ISSUING)

    def made(
        self,
        name: str,
        subject: str,
        *,
        issuer: str = "rod",
        key: tuple[str, ...] = ("EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
        extensions: str = SIGNING,
        digest: str = "sha256",
        days: tuple[str, str] = ("20140101000000Z", "20990101000000Z"),
    ) -> None:
        """A certificate and its key; without issuer its own."""
        extended = self.folder / f"{name}.ext"
        extended.write_text(extensions, encoding="utf-8")
        self.run("genpkey", "-algorithm", *key, "-out", f"{name}.key")
        wanted = ["-subj", f"/C=DK/CN={subject}", "-utf8", "-key", f"{name}.key"]
        self.run("req", "-new", *wanted, "-out", f"{name}.csr")
        signing = ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key"] if issuer else ["-key", f"{name}.key"]
        ca = ["-selfsign", "-keyfile", f"{name}.key"] if not issuer else ["-cert", signing[1], "-keyfile", signing[3]]
        (self.folder / "ca.cnf").write_text(
            "[ca]\ndefault_ca=d\n[d]\ndatabase=index\nnew_certs_dir=.\nrand_serial=yes\npolicy=p\nunique_subject=no\n"
            "email_in_dn=no\n[p]\ncountryName=optional\ncommonName=supplied\n",
            encoding="utf-8",
        )
        (self.folder / "index").touch()
        dated = ["-startdate", days[0], "-enddate", days[1], "-md", digest if "ED25519" not in key else "sha512"]
        self.run(
            "ca", "-config", "ca.cnf", "-batch", "-notext", "-utf8", *ca, *dated, "-in", f"{name}.csr",
            "-extfile", f"{name}.ext", "-out", f"{name}.pem",
        )  # fmt: skip

    def p12(self, name: str, *chain: str) -> bytes:
        """A certificate with its key and those of its issuers, as a PKCS#12 file."""
        (self.folder / "chain.pem").write_bytes(b"".join(self.pem(issuer) for issuer in chain))
        more = ["-certfile", "chain.pem"] if chain else []
        asked = ["-inkey", f"{name}.key", "-in", f"{name}.pem", *more, "-passout", f"pass:{PASSPHRASE}"]
        self.run("pkcs12", "-export", *asked, "-out", f"{name}.p12")
        return (self.folder / f"{name}.p12").read_bytes()

    def pem(self, name: str) -> bytes:
        """A certificate."""
        return (self.folder / f"{name}.pem").read_bytes()

    def run(self, *arguments: str) -> None:
        """Calls openssl in the folder."""
        subprocess.run([program("openssl"), *arguments], cwd=self.folder, capture_output=True, check=True)
