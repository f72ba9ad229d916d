"""Sends a PDF unchanged to a CUPS queue by lp, so that it is printed from text and vectors, not from pixels."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from PySide6.QtGui import QPageRanges
from PySide6.QtPrintSupport import QPrintEngine, QPrinter

from cbnet_desktop.domain.records.errors import Invalid

#: Property of Qt's print engine with the CUPS options: names and values in turn (PPK_CupsOptions in qcups_p.h).
OPTIONS = QPrintEngine.PrintEnginePropertyKey(0xFE00)
#: The dialog's options that select pages; lp gets the page numbers instead.
OF_PAGES = ("page-ranges", "page-set")
#: Bytes of a job's name; CUPS calls a job with a longer one »Untitled« (RFC 8011, 5.1.3).
LONGEST_TITLE = 255
LP_LIMIT_S = 15
LOOK_LIMIT_S = 5
SIDES = {
    QPrinter.DuplexMode.DuplexNone: "one-sided",
    QPrinter.DuplexMode.DuplexAuto: "two-sided-long-edge",
    QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
    QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
}
SILENT = "Computerens printertjeneste (CUPS) svarer ikke. Prøv igen om lidt, eller gem dokumentet, og udskriv det så."
#: Messages of lp about a queue (CUPS 2.4) with their Danish words.
REFUSALS = {
    "not accepting": "Printeren {} tager ikke imod udskrifter lige nu. Vælg en anden printer, eller prøv igen senere.",
    "does not exist": "Printeren {} findes ikke længere. Vælg en anden printer.",
}
REFUSED = "Printeren {} tog ikke imod dokumentet. Se, om den er tændt, og prøv igen."
TOO_SLOW = "Printeren {} svarede ikke inden {} sekunder, og udskriften blev opgivet. Se, om den er tændt, og prøv igen."
STOPPED = "Printeren står stille; siderne kommer, når den er sat i gang igen."


def is_here(platform: str = sys.platform) -> bool:
    """Whether lp can be used; on systems other than Linux the print dialog and its options are the system's own."""
    return platform == "linux" and shutil.which("lp") is not None


def look() -> None:
    """Raises Invalid where CUPS does not answer: Qt would wait for it for ever, in the window's thread."""
    try:
        _said("lpstat", "-d", limit_s=LOOK_LIMIT_S)
    except subprocess.TimeoutExpired:
        raise Invalid(SILENT) from None
    except OSError:
        return  # without lpstat, Qt searches for printers itself


def options(printer: QPrinter) -> dict[str, str]:
    """The CUPS options of the print dialog beyond the properties of QPrinter; empty on other systems."""
    options = printer.printEngine().property(OPTIONS) or []
    return dict(zip(options[::2], options[1::2], strict=True))


def set_options(printer: QPrinter, chosen: dict[str, str]) -> None:
    """Sets the CUPS options that Qt uses when it prints itself."""
    printer.printEngine().setProperty(OPTIONS, [word for pair in chosen.items() for word in pair])


def command(printer: QPrinter, title: str, pages: Sequence[int], count: int) -> list[str]:
    """The command line of lp with all options; pages (from 0) of count."""
    chosen = {
        "media": printer.pageLayout().pageSize().key(),
        "sides": SIDES[printer.duplex()],
        "collate": str(printer.collateCopies()).lower(),
    }
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        chosen["outputorder"] = "reverse"
    chosen |= {name: value for name, value in options(printer).items() if name not in OF_PAGES}
    arguments = [word for name, value in chosen.items() for word in ("-o", f"{name}={_quoted(value)}")]
    if len(pages) < count:
        ranges = QPageRanges()
        for page in pages:
            ranges.addPage(page + 1)
        arguments += ["-P", ranges.toString()]
    name = "".join(letter for letter in title if letter.isprintable()).encode()[:LONGEST_TITLE].decode(errors="ignore")
    return ["lp", "-d", printer.printerName(), "-n", str(printer.copyCount()), "-t", name, *arguments]


class Sending:
    """A PDF on its way to a queue."""

    def __init__(self, queue: str, command: Sequence[str], pdf: bytes) -> None:
        self._queue = queue
        self._command = command
        self._pdf = pdf
        self._process: subprocess.Popen[str] | None = None

    def run(self) -> str:
        """Runs lp and returns a remark on the queue, or "". Blocks; raises Invalid."""
        try:
            code, complaint = self._hand_over()
        except subprocess.TimeoutExpired:
            raise Invalid(TOO_SLOW.format(self._queue, LP_LIMIT_S)) from None
        except OSError:
            raise Invalid(REFUSED.format(self._queue)) from None
        if code:
            known = [sentence for words, sentence in REFUSALS.items() if words in complaint]
            raise Invalid((known or [REFUSED])[0].format(self._queue))
        return STOPPED if _is_stopped(self._queue) else ""

    def give_up(self) -> None:
        """Kills lp where it still runs; then run raises."""
        if self._process is not None:
            self._process.kill()

    def _hand_over(self) -> tuple[int, str]:
        if sys.platform != "linux":
            raise OSError("lp is asked on Linux alone")
        # No pipe: if this program were killed meanwhile, lp would print what it has got as the whole file.
        with os.fdopen(os.memfd_create("document"), "w+b") as file:
            file.write(self._pdf)
            file.seek(0)
            with subprocess.Popen(
                self._command, stdin=file, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                text=True, errors="replace", env=environment(), start_new_session=True,
            ) as self._process:  # fmt: skip
                try:
                    _, complaint = self._process.communicate(timeout=LP_LIMIT_S)
                except subprocess.TimeoutExpired:
                    self._process.kill()
                    raise
                return self._process.returncode, complaint


def environment() -> dict[str, str]:
    """The environment the program was started with (PyInstaller changes LD_LIBRARY_PATH), but CUPS speaks English."""
    own = dict(os.environ, LC_ALL="C.UTF-8")
    if getattr(sys, "frozen", False):
        own.pop("LD_LIBRARY_PATH", None)
        if before := own.get("LD_LIBRARY_PATH_ORIG"):
            own["LD_LIBRARY_PATH"] = before
    return own


def _is_stopped(queue: str) -> bool:
    try:
        return "disabled since" in _said("lpstat", "-p", queue.partition("/")[0], limit_s=LOOK_LIMIT_S)
    except (OSError, subprocess.TimeoutExpired):
        return False  # the file has been sent all the same


def _said(*command: str, limit_s: float) -> str:
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, errors="replace", env=environment(), timeout=limit_s, check=False,
    ).stdout  # fmt: skip


def _quoted(value: str) -> str:
    """The value of an option, quoted for lp."""
    return "".join(f"\\{letter}" if letter in "\\\"' \t\n{" else letter for letter in value)
