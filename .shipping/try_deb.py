"""Tries a Debian package as an IT department and a user would: python .shipping/try_deb.py PACKAGE [ROOT].

ROOT is a folder that debootstrap filled; without it the package is tried on this computer itself. Installs an older
version with data, installs the package over it, starts it by a double-click's own command, prints, signs, and removes
it without a trace. Needs root, and here the packages that .ci/run lists for the real window; exit code 1 with a
sentence where a step fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from trial_computer import Computer, Failed
from trial_desk import Desk

IN_NAMESPACE = "CBNET_TRY_DEB_APART"
#: What a desktop has in any case, and who signs.
SESSION = ("dbus", "openssl")
OLDER = "0.0.1~older"
GONE = "opt/cbnet/_internal/only_in_older"
NAME = "Prøvenetværket 4711 æøå"
SIGNER = "Asta Eksempelsen"
USES = "keyUsage=critical,digitalSignature,nonRepudiation"
PASSPHRASE = "rød grød"


def main(arguments: list[str]) -> int:
    """Runs every step and tells how long each took; exit code 2 for a wrong call, 1 where one fails."""
    if sys.platform != "linux" or not 1 <= len(arguments) <= 2 or os.geteuid():
        sys.stderr.write("Run as root on Linux: python .shipping/try_deb.py PACKAGE [ROOT]\n")
        return 2
    if len(arguments) == 2 and not os.environ.get(IN_NAMESPACE):
        # What is mounted into the chroot is then seen by nobody else, and is gone with this process.
        apart = ["unshare", "--mount", "--propagation", "private", sys.executable, __file__, *arguments]
        return subprocess.call(apart, env={**os.environ, IN_NAMESPACE: "1"})
    package, root = Path(arguments[0]).resolve(), Path([*arguments, "/"][1]).resolve()
    for path in (package, root / "usr/bin/apt-get"):
        if not path.is_file():
            sys.stderr.write(f"There is no {path}.\n")
            return 2
    trial = Trial(package, root)
    try:
        trial.run()
    except Failed as failure:
        sys.stderr.write(f"FAILED: {trial.step}\n{failure}\n")
        return 1
    finally:
        trial.close()
    return 0


class Trial:
    """One package on one computer."""

    def __init__(self, package: Path, root: Path) -> None:
        self.computer = Computer(root)
        self.package = package
        self.step = ""
        self.documents = self.computer.home / "Dokumenter på prøve"
        self.network = self.documents / "net værk.cbnet"
        self.settings = self.computer.home / ".local/share/CBnet/settings.json"
        self.shared = Path(tempfile.mkdtemp(prefix="cbnet-try-", dir=root / "tmp"))
        self.shared.chmod(0o755)
        self.desk: Desk | None = None
        self.before: dict[str, str] = {}

    def run(self) -> None:
        """All steps in their order; raises Failed."""
        steps: dict[str, Callable[[], None]] = {
            "What the package needs is installed": self.prepare,
            "An older version is installed and used": self.use_older,
            "The package is installed over it, and the data are still there": self.upgrade,
            "The self-test passes for an ordinary user": self.test_itself,
            "The desktop knows a network's file": self.ask_for_type,
            "The command of a double-click opens that very file": self.double_click,
            "A program that is started from it gets an environment of its own": self.open_folder,
            "The print dialog opens": self.open_print_dialog,
            "The console signs a plan and verifies it": self.sign,
            "It is removed without a trace, and the data stay": self.remove,
        }
        begun = time.monotonic()
        for self.step, step in steps.items():
            started = time.monotonic()
            step()
            print(f"{time.monotonic() - started:5.1f} s  {self.step}", flush=True)
        print(f"{time.monotonic() - begun:5.1f} s  in all", flush=True)

    def close(self) -> None:
        """Ends the programs and takes away what the trial brought."""
        if self.desk:
            self.desk.close()
        with suppress(Failed):
            self.computer.apt("purge", "cbnet")
        self.computer.remove_user()
        shutil.rmtree(self.shared, ignore_errors=True)

    # The steps

    def prepare(self) -> None:
        """Dependencies first, so that what is compared at the end is this package alone."""
        self.desk = Desk(self.computer)
        self.computer.mount(Path("/tmp/.X11-unix"))
        if not any(self.computer.inside(Path("/var/lib/apt/lists")).glob("*Packages*")):
            self.computer.apt("update")
        offered = self.offer(self.package)
        planned = self.computer.apt("install", "--simulate", offered, *SESSION)
        wanted = [line.split()[1] for line in planned.splitlines() if line.startswith("Inst ")]
        self.computer.apt("install", *SESSION, *(name for name in wanted if name != "cbnet"))
        self.computer.add_user()
        self.before = self.computer.state()

    def use_older(self) -> None:
        """The same program under a lower number, with a file that the newer one has not."""
        self.computer.apt("install", self.older())
        self.computer.write(self.settings, '{"user_name": "Prøve Åse", "asked_for_name": true}')
        self.computer.as_user("mkdir", "-p", str(self.documents))
        self.computer.as_user("cbnet", "new", str(self.network), "--name", NAME, "--from", "2014")
        self.require("Prøve Åse" in self.computer.as_user("cbnet", "history", str(self.network)), "it has no settings")

    def upgrade(self) -> None:
        """apt puts the newer one in its place."""
        self.computer.apt("install", self.offer(self.package))
        version = self.computer.as_root("dpkg-query", "--show", "--showformat=${Version}", "cbnet")
        self.require(version != OLDER, f"the version is still {version}")
        self.require(not (self.computer.root / GONE).exists(), f"/{GONE} of the older version is still there")
        self.computer.as_user("cbnet", "verify", str(self.network))
        told = self.computer.as_user("cbnet", "history", str(self.network))
        self.require("Prøve Åse" in told, f"the history has lost who made the network: {told}")
        self.require("Prøve Åse" in self.computer.read(self.settings), "the settings are gone")

    def test_itself(self) -> None:
        """In a home of her own, without a screen."""
        self.computer.as_user("cbnet-desktop", "--self-test")

    def ask_for_type(self) -> None:
        """By its name, and by its content where the name says nothing."""
        nameless = self.documents / "uden endelse"
        self.computer.as_user("cp", str(self.network), str(nameless))
        for file in (self.network, nameless):
            told = self.computer.as_user("gio", "info", "-a", "standard::content-type", str(file))
            self.require("content-type: application/x-cbnet\n" in told, f"gio says of »{file.name}«: {told}")
        asked = self.computer.as_user("xdg-mime", "query", "filetype", str(self.network)).strip()
        self.require(asked == "application/x-cbnet", f"xdg-mime says of »{self.network.name}«: {asked}")
        default = self.computer.as_user("xdg-mime", "query", "default", "application/x-cbnet").strip()
        self.require(default == "cbnet.desktop", f"a double-click would start »{default}«")

    def double_click(self) -> None:
        """The window's title is the name that stands in the file."""
        desk = self.at_desk()
        desk.start("dbus-run-session", "--", "xdg-open", str(self.network))
        window = desk.window(f"{NAME} – CBnet")
        program = desk.program(window)
        self.require(program.endswith("/opt/cbnet/cbnet-desktop"), f"the window belongs to {program}")

    def open_folder(self) -> None:
        """The folder of the backups, in a file manager of the trial's own that notes what it was given."""
        noted = self.computer.home / "environment"
        viewer = self.computer.home / "viewer"
        self.computer.write(viewer, f'#!/bin/sh\nenv > "{noted}.part" && mv "{noted}.part" "{noted}"\n', 0o755)
        entry = f"[Desktop Entry]\nType=Application\nName=Viewer\nExec={viewer} %u\nMimeType=inode/directory;\n"
        self.computer.write(self.computer.home / ".local/share/applications/viewer.desktop", entry)
        choice = "[Default Applications]\ninode/directory=viewer.desktop\n"
        self.computer.write(self.computer.home / ".config/mimeapps.list", choice)
        desk = self.at_desk()
        desk.key("alt+f", "p")
        desk.window("^Sikkerhedskopier")
        desk.key("alt+m")
        desk.wait_for(lambda: bool(self.computer.read(noted)), "»Åbn mappen« started no file manager")
        ours = [
            line
            for line in self.computer.read(noted).splitlines()
            if line.startswith(("LD_", "QT_", "PYTHON")) and "/opt/cbnet" in line
        ]
        self.require(not ours, f"it was started with {', '.join(ours)}")
        desk.key("Escape")
        desk.wait_for(lambda: not any("Sikkerhedskopier" in title for _, title in desk.windows()), "Escape did nothing")

    def open_print_dialog(self) -> None:
        """From the preview, on a print server of the trial's own."""
        desk = self.at_desk()
        desk.key("ctrl+p")
        desk.window("forhåndsvisning")
        time.sleep(1)  # until the pages are drawn: before that there is nothing to print
        desk.key("ctrl+p")
        desk.window("^Udskriv")
        desk.end()

    def sign(self) -> None:
        """With a certificate that openssl makes."""
        example, paper, signed = (self.documents / name for name in ("eksempel.cbnet", "plan.pdf", "signed.pdf"))
        ours = self.computer
        ours.as_user("cbnet", "new", str(example), "--example")
        ours.as_user("cbnet", "plan", str(example), "--year", "2014", "-o", str(paper))
        key, issuer, p12 = (str(self.documents / name) for name in ("key.pem", "issuer.pem", "signer.p12"))
        made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-utf8", "-subj", f"/CN={SIGNER}"]
        uses = ["-addext", "basicConstraints=critical,CA:FALSE", "-addext", USES]
        ours.as_user("openssl", "req", "-x509", *made, *uses, "-days", "9", "-keyout", key, "-out", issuer)
        whole = ["-inkey", key, "-in", issuer, "-out", p12, "-passout", f"pass:{PASSPHRASE}"]
        ours.as_user("openssl", "pkcs12", "-export", *whole)
        chosen = ["--certificate", p12, "--field", "1", "-o", str(signed)]
        ours.as_user("cbnet", "sign", str(paper), *chosen, CBNET_PASSPHRASE=PASSPHRASE)
        told = ours.as_user("cbnet", "verify-pdf", str(signed), "--ca", issuer, "--network", str(example))
        self.require("Dokumentet er i orden." in told, f"verify-pdf says: {told}")

    def remove(self) -> None:
        """As it was before, but for what is the user's own."""
        self.computer.apt("remove", "cbnet")
        after = self.computer.state()
        changed = sorted(path for path in {*self.before, *after} if self.before.get(path) != after.get(path))
        self.require(not changed, f"apt-get remove leaves changed: {', '.join(changed[:20])}")
        known = self.computer.as_root("dpkg-query", "--show", "--showformat=${Package} ")
        self.require("cbnet" not in known.split(), "dpkg still remembers the package, so something is left to purge")
        self.require(self.computer.inside(self.network).is_file(), "the user's network is gone")
        self.require("Prøve Åse" in self.computer.read(self.settings), "the user's settings are gone")

    # Helpers

    def at_desk(self) -> Desk:
        """The screen with its keys."""
        assert self.desk
        return self.desk

    def offer(self, package: Path) -> str:
        """Puts a package where apt finds it there; its path there."""
        copy = self.shared / package.name
        shutil.copy(package, copy)
        return f"/{copy.relative_to(self.computer.root)}"

    def older(self) -> str:
        """The package under a lower version, packed as quickly as can be; its path there."""
        with tempfile.TemporaryDirectory() as scratch:
            root = Path(scratch) / "root"
            subprocess.run(["dpkg-deb", "--raw-extract", self.package, root], check=True)
            page = root / "DEBIAN" / "control"
            lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
            older = [f"Version: {OLDER}\n" if line.startswith("Version:") else line for line in lines]
            page.write_text("".join(older), encoding="utf-8")
            (root / GONE).write_text("Only the older version has this file.\n", encoding="utf-8")
            target = Path(scratch) / f"cbnet_{OLDER}.deb"
            packing = ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(root), str(target)]
            subprocess.run(packing, check=True, stdout=subprocess.DEVNULL)
            return self.offer(target)

    def require(self, is_so: bool, otherwise: str) -> None:
        """Raises Failed with a sentence unless it is so."""
        if not is_so:
            raise Failed(f"{otherwise[:1].upper()}{otherwise[1:]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
