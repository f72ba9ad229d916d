"""A print server of the tests' own, with queues whose printer notes what it is given."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

COMMANDS = ("cupsd", "lp", "lpstat", "lpadmin", "cupsreject", "cupsdisable", "pdfinfo", "pdftotext", "pdftoppm")
PACKAGES = "cups cups-client cups-filters poppler-utils"
#: Where administrators' programs lie that an ordinary user's PATH leaves out.
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
LIBRARY = Path("/usr/lib/cups")
#: A printer that takes PDF, on A4, A3 or (by habit) Letter, both sides, in colour or grey, at 600 dpi.
DRIVER = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PAPER.PPD"
*Manufacturer: "CBnet"
*Product: "(Paper)"
*ModelName: "Paper"
*ShortNickName: "Paper"
*NickName: "Paper"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: {colour}
*DefaultColorSpace: RGB
*FileSystem: False
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: Letter
*PageSize Letter/US Letter: "<</PageSize[612 792]>>setpagedevice"
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*PageSize A3/A3: "<</PageSize[842 1191]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: Letter
*PageRegion Letter/US Letter: "<</PageSize[612 792]>>setpagedevice"
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*PageRegion A3/A3: "<</PageSize[842 1191]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: Letter
*ImageableArea Letter/US Letter: "12 12 600 780"
*ImageableArea A4/A4: "12 12 583 830"
*ImageableArea A3/A3: "12 12 830 1179"
*DefaultPaperDimension: Letter
*PaperDimension Letter/US Letter: "612 792"
*PaperDimension A4/A4: "595 842"
*PaperDimension A3/A3: "842 1191"
*OpenUI *Duplex/Two-Sided: PickOne
*OrderDependency: 20 AnySetup *Duplex
*DefaultDuplex: None
*Duplex None/Off: "<</Duplex false>>setpagedevice"
*Duplex DuplexNoTumble/Long edge: "<</Duplex true/Tumble false>>setpagedevice"
*Duplex DuplexTumble/Short edge: "<</Duplex true/Tumble true>>setpagedevice"
*CloseUI: *Duplex
*OpenUI *Resolution/Resolution: PickOne
*OrderDependency: 20 AnySetup *Resolution
*DefaultResolution: 600dpi
*Resolution 600dpi/600 dpi: "<</HWResolution[600 600]>>setpagedevice"
*CloseUI: *Resolution
*DefaultFont: Courier
"""
#: What stands for a printer: keeps what it was told (job, user, title, copies, options) and what came to it.
PRINTER = """#!/bin/sh
[ $# -eq 0 ] && {{ echo 'direct paper "Paper" "Paper"'; exit 0; }}
cat ${{6:+"$6"}} > "{jobs}/$1.pdf"
printf '%s\\n' "$@" > "{jobs}/$1.part" && mv "{jobs}/$1.part" "{jobs}/$1.told"
"""
SERVER = """Listen 127.0.0.1:{port}
Browsing Off
WebInterface No
DefaultAuthType None
PreserveJobFiles Yes
PreserveJobHistory Yes
<Location />
Order allow,deny
Allow all
</Location>
<Location /admin>
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order allow,deny
</Limit>
</Policy>
"""
FOLDERS = """ServerRoot {home}/root
ServerBin {home}/bin
RequestRoot {home}/spool
TempDir {home}/spool/tmp
CacheDir {home}/cache
StateDir {home}/state
AccessLog {home}/access_log
ErrorLog {home}/error_log
PageLog {home}/page_log
"""


def obstacle() -> str:
    """What is missing for a print server, as a reason to skip; empty when nothing is."""
    missing = [name for name in COMMANDS if shutil.which(name, path=PATH) is None]
    if not (LIBRARY / "filter" / "pdftopdf").exists():
        missing.append("the filter pdftopdf")
    return f"no print server: {', '.join(missing)} missing (Debian: {PACKAGES})" if missing else ""


@dataclass(frozen=True)
class Job:
    """What came to a printer."""

    title: str
    copies: int
    options: str
    paper: Path
    """The PDF that the printer was given, after CUPS had chosen pages and paper."""
    handed_over: bytes
    """What the program gave to CUPS."""


class PrintServer:
    """CUPS in the foreground, in a folder and on a port of its own. Close it to end it."""

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="cbnet-cups-"))
        self._home.chmod(0o755)  # filters run as the user lp
        self._jobs = self._home / "jobs"
        for name in ("root/ppd", "spool/tmp", "cache", "state", "bin/backend", "jobs"):
            (self._home / name).mkdir(parents=True)
        for tool in LIBRARY.iterdir():
            if tool.name != "backend":
                (self._home / "bin" / tool.name).symlink_to(tool)
        printer = self._home / "bin" / "backend" / "paper"
        printer.write_text(PRINTER.format(jobs=self._jobs))
        printer.chmod(0o700)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.environment = {"CUPS_SERVER": self.address, "CUPS_SERVERROOT": str(self._home / "root")}
        self._process = self._start()

    def add(self, queue: str, *, has_colour: bool = True) -> None:
        """A queue with a printer behind it."""
        driver = self._home / f"{queue}.ppd"
        driver.write_text(DRIVER.format(colour=has_colour))
        self.run("lpadmin", "-p", queue, "-E", "-v", "paper:/", "-P", str(driver))

    def run(self, *command: str) -> str:
        """What a command of CUPS says."""
        return subprocess.run(
            command, env={**os.environ, "PATH": PATH, "LC_ALL": "C.UTF-8", **self.environment},
            check=True, timeout=20, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        ).stdout  # fmt: skip

    def jobs(self) -> list[Job]:
        """What came to the printers, the oldest first."""
        told = sorted(self._jobs.glob("*.told"), key=lambda path: int(path.stem))
        return [self._job(path) for path in told]

    def pause(self) -> None:
        """It stops answering, as one does that waits for a dead network."""
        if sys.platform != "win32":
            self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """It answers again."""
        if sys.platform != "win32":
            self._process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        """Ends the server."""
        self.go_on()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._home, ignore_errors=True)

    def _start(self) -> subprocess.Popen[bytes]:
        server, folders = self._home / "root" / "cupsd.conf", self._home / "root" / "cups-files.conf"
        server.write_text(SERVER.format(port=self.address.rpartition(":")[2]))
        folders.write_text(FOLDERS.format(home=self._home))
        cupsd = shutil.which("cupsd", path=PATH)
        assert cupsd
        process = subprocess.Popen(
            [cupsd, "-f", "-c", str(server), "-s", str(folders)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + 10
        while "is running" not in self.run("lpstat", "-r"):
            assert time.monotonic() < end, "the print server does not start"
            time.sleep(0.05)
        return process

    def _job(self, told: Path) -> Job:
        number, _, title, copies, options, *_ = told.read_text().splitlines()
        handed_over = self._home / "spool" / f"d{int(number):05}-001"
        return Job(title, int(copies), options, told.with_suffix(".pdf"), handed_over.read_bytes())
