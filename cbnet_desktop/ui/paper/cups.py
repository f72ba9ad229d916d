"""Hands a PDF as it is to a queue of CUPS, by lp: paper is drawn from its letters and lines, not from pixels."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from PySide6.QtGui import QPageRanges
from PySide6.QtPrintSupport import QPrintEngine, QPrinter

from cbnet_desktop.domain.records.errors import Invalid

#: Where Qt's print dialog leaves what it asks CUPS for: names and values in turn (PPK_CupsOptions of Qt's qcups_p.h).
OPTIONS = QPrintEngine.PrintEnginePropertyKey(0xFE00)
#: The dialog's options that say which pages; lp is told their numbers instead.
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
#: What lp says of a queue (CUPS 2.4), and what is said instead.
REFUSALS = {
    "not accepting": "Printeren {} tager ikke imod udskrifter lige nu. Vælg en anden printer, eller prøv igen senere.",
    "does not exist": "Printeren {} findes ikke længere. Vælg en anden printer.",
}
REFUSED = "Printeren {} tog ikke imod dokumentet. Se, om den er tændt, og prøv igen."
TOO_SLOW = "Printeren {} svarede ikke inden {} sekunder, og udskriften blev opgivet. Se, om den er tændt, og prøv igen."
STOPPED = "Printeren står stille; siderne kommer, når den er sat i gang igen."


def is_here() -> bool:
    """Whether lp can be asked; on other systems than Linux the dialog is the system's own, and its choices are too."""
    return sys.platform == "linux" and shutil.which("lp") is not None


def look() -> None:
    """Raises Invalid where CUPS does not answer: Qt would wait for it without end, in the window's thread."""
    try:
        _said("lpstat", "-d", limit_s=LOOK_LIMIT_S)
    except subprocess.TimeoutExpired:
        raise Invalid(SILENT) from None
    except OSError:
        return  # no lpstat: Qt finds the printers, or none


def options(printer: QPrinter) -> dict[str, str]:
    """What the print dialog asks CUPS for beyond what QPrinter tells; empty on other systems."""
    options = printer.printEngine().property(OPTIONS) or []
    return dict(zip(options[::2], options[1::2], strict=True))


def set_options(printer: QPrinter, asked: dict[str, str]) -> None:
    """What Qt is to ask CUPS for when it prints itself."""
    printer.printEngine().setProperty(OPTIONS, [word for pair in asked.items() for word in pair])


def command(printer: QPrinter, title: str, pages: Sequence[int], count: int) -> list[str]:
    """lp with all that was chosen; pages (from 0) of count."""
    asked = {
        "media": printer.pageLayout().pageSize().key(),
        "sides": SIDES[printer.duplex()],
        "collate": str(printer.collateCopies()).lower(),
    }
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        asked["outputorder"] = "reverse"
    asked |= {name: value for name, value in options(printer).items() if name not in OF_PAGES}
    arguments = [word for name, value in asked.items() for word in ("-o", f"{name}={_quoted(value)}")]
    if len(pages) < count:
        ranges = QPageRanges()
        for page in pages:
            ranges.addPage(page + 1)
        arguments += ["-P", ranges.toString()]
    name = "".join(letter for letter in title if letter.isprintable()).encode()[:LONGEST_TITLE].decode(errors="ignore")
    return ["lp", "-d", printer.printerName(), "-n", str(printer.copyCount()), "-t", name, *arguments]


class Sending:
    """One document on its way to a queue."""

    def __init__(self, queue: str, command: Sequence[str], pdf: bytes) -> None:
        self._queue = queue
        self._command = command
        self._pdf = pdf
        self._process: subprocess.Popen[str] | None = None

    def run(self) -> str:
        """Waits for lp, so not in the window's thread; what is to be known of the queue, or "". Raises Invalid."""
        try:
            code, complaint = self._hand_over()
        except subprocess.TimeoutExpired:
            raise Invalid(TOO_SLOW.format(self._queue, LP_LIMIT_S)) from None
        except OSError:
            raise Invalid(REFUSED.format(self._queue)) from None
        if code:
            known = [said for words, said in REFUSALS.items() if words in complaint]
            raise Invalid((known or [REFUSED])[0].format(self._queue))
        return STOPPED if _is_stopped(self._queue) else ""

    def give_up(self) -> None:
        """Ends lp where it still runs; then run raises."""
        if self._process is not None:
            self._process.kill()

    def _hand_over(self) -> tuple[int, str]:
        # No pipe: lp would take what came through for the whole document if this program were ended meanwhile.
        with os.fdopen(os.memfd_create("document"), "w+b") as session:
            session.write(self._pdf)
            session.seek(0)
            with subprocess.Popen(
                self._command, stdin=session, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
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
        return False  # the document is on its way all the same


def _said(*command: str, limit_s: float) -> str:
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, errors="replace", env=environment(), timeout=limit_s, check=False,
    ).stdout  # fmt: skip


def _quoted(value: str) -> str:
    """As lp reads the value of an option, whatever stands in it."""
    return "".join(f"\\{letter}" if letter in "\\\"' \t\n{" else letter for letter in value)
