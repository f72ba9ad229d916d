"""Signs programs of Windows where there is a certificate: python .shipping/sign_windows.py FILE…

CBNET_PFX names the file of the certificate and its key, CBNET_PFX_PASSWORD opens it; without the first nothing is
signed. CBNET_TIMESTAMP is the address of a time stamp authority; empty, the signature dies with its certificate. Runs
osslsigncode, for the installer is made on Linux.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

TIMESTAMP = "http://timestamp.digicert.com"


class CannotSign(Exception):
    """A file was not signed; str() says why."""


def main(arguments: list[str]) -> int:
    """Signs the files in place; exit code 1 with a sentence where one is not signed."""
    if not is_wanted():
        print("There is no CBNET_PFX: the files stay without a signature.")
        return 0
    try:
        for path in map(Path, arguments):
            sign(path)
    except CannotSign as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


def is_wanted() -> bool:
    """Whether a certificate is there."""
    return bool(os.environ.get("CBNET_PFX"))


def sign(path: Path) -> None:
    """Signs a file in place; raises CannotSign."""
    stamp = os.environ.get("CBNET_TIMESTAMP", TIMESTAMP)
    with tempfile.TemporaryDirectory(prefix="cbnet-sign-") as scratch:
        signed, password = Path(scratch) / path.name, Path(scratch) / "password"
        # An argument would stand in the list of processes.
        password.touch(0o600)
        password.write_text(os.environ.get("CBNET_PFX_PASSWORD", ""), encoding="utf-8")
        command = ["osslsigncode", "sign", "-pkcs12", os.environ["CBNET_PFX"], "-readpass", str(password)]
        command += ["-h", "sha256", "-n", "CBnet", *(["-ts", stamp] if stamp else [])]
        try:
            ended = subprocess.run(
                [*command, "-in", str(path), "-out", str(signed)],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
        except FileNotFoundError:
            raise CannotSign("There is no osslsigncode; install it with »sudo apt install osslsigncode«.") from None
        if ended.returncode:
            raise CannotSign(f"{path.name} was not signed.\n{ended.stdout.strip()}")
        path.write_bytes(signed.read_bytes())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
