"""A screen for one program: X server, window manager, session bus, accessibility; keys and mouse through X."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SYSTEM_PYTHON = "/usr/bin/python3"
BUS_LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
COMMANDS = ("Xvfb", "openbox", "xprop", "xdotool", "setxkbmap", "xclip", "import", "dbus-daemon")
PACKAGES = (
    "xvfb openbox xdotool x11-utils x11-xkb-utils xclip imagemagick dbus at-spi2-core python3-gi gir1.2-atspi-2.0"
)


def obstacle() -> str:
    """What is missing for a real window, as a reason to skip; empty when nothing is."""
    missing = [name for name in COMMANDS if shutil.which(name) is None]
    if not BUS_LAUNCHER.exists():
        missing.append("at-spi-bus-launcher")
    probe = "import gi; gi.require_version('Atspi', '2.0')"
    if not missing and subprocess.call([SYSTEM_PYTHON, "-c", probe], stderr=subprocess.DEVNULL):
        missing.append("Atspi for the system's Python")
    return f"no real window: {', '.join(missing)} missing (Debian: {PACKAGES})" if missing else ""


class Screen:
    """1366x768 with a Danish keyboard. Close it to end everything that it started."""

    def __init__(self, size: str = "1366x768") -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        self._runtime = tempfile.mkdtemp(prefix="cbnet-screen-")
        self.environment = {**os.environ, "XDG_RUNTIME_DIR": self._runtime, "LC_ALL": "C.UTF-8"}
        for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_SCALE_FACTOR", "QT_FONT_DPI"):
            self.environment.pop(name, None)
        self.environment["DISPLAY"] = f":{self._display(size)}"
        self._run("setxkbmap", "dk")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._bus()
        self._start("openbox")
        self._wait_for_window_manager()
        self._start(str(BUS_LAUNCHER), "--launch-immediately")
        self.environment.update(QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", QT_ACCESSIBILITY="1", QT_QPA_PLATFORM="xcb")
        self.environment["QT_LOGGING_RULES"] = "qt.accessibility.atspi=false"
        self._eyes: subprocess.Popen[str] | None = None
        self.ask("windows")  # the eyes must be open before the program starts, to hear of its focus

    def ask(self, call: str, *arguments: object) -> Any:
        """What the eyes say; raises LookupError where there is nothing of the kind to be seen."""
        if self._eyes is None:
            self._eyes = subprocess.Popen(
                [SYSTEM_PYTHON, "-W", "ignore", str(Path(__file__).with_name("eyes.py"))],
                env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
        assert self._eyes.stdin
        assert self._eyes.stdout
        self._eyes.stdin.write(json.dumps([call, *arguments]) + "\n")
        self._eyes.stdin.flush()
        answer = json.loads(self._eyes.stdout.readline())
        if "error" in answer:
            raise LookupError(answer["error"])
        return answer["value"]

    def key(self, *names: str) -> None:
        """Presses keys one after another, as xdotool names them: »ctrl+n«, »Escape«."""
        for name in names:
            self._run("xdotool", "key", "--clearmodifiers", name)
            time.sleep(0.05)

    def hold(self, modifier: str, *names: str) -> None:
        """Presses keys while another stays down."""
        self._run("xdotool", "keydown", modifier)
        try:
            for name in names:
                self._run("xdotool", "key", name)
                time.sleep(0.05)
        finally:
            self._run("xdotool", "keyup", modifier)

    def type(self, text: str, delay_ms: int = 30) -> None:
        """Types a text on the keyboard."""
        self._run("xdotool", "type", "--clearmodifiers", "--delay", str(delay_ms), "--", text)

    def click(self, place: Sequence[int], *, times: int = 1, button: int = 1) -> None:
        """Clicks in the middle of a place (x, y, width, height)."""
        self.move(place)
        self._run("xdotool", "click", "--repeat", str(times), "--delay", "60", str(button))

    def hold_click(self, modifier: str, place: Sequence[int]) -> None:
        """Clicks while a key is held down."""
        self._run("xdotool", "keydown", modifier)
        try:
            self.click(place)
        finally:
            self._run("xdotool", "keyup", modifier)

    def move(self, place: Sequence[int]) -> None:
        """Puts the pointer into the middle of a place."""
        x, y, width, height = place
        # Not --sync: it waits long for a pointer that is there already.
        self._run("xdotool", "mousemove", str(x + width // 2), str(y + height // 2))

    def drag(self, start: Sequence[int], end: Sequence[int]) -> None:
        """Drags from the middle of a place to that of another, in steps as a hand does."""
        x, y = (end[0] + end[2] // 2, end[1] + end[3] // 2)
        self.move(start)
        self._run("xdotool", "mousedown", "1")
        from_x, from_y = (start[0] + start[2] // 2, start[1] + start[3] // 2)
        for step in range(1, 9):
            self._run(
                "xdotool", "mousemove",
                str(from_x + (x - from_x) * step // 8), str(from_y + (y - from_y) * step // 8),
            )  # fmt: skip
            time.sleep(0.03)
        self._run("xdotool", "mouseup", "1")

    def put_on_clipboard(self, text: str, kind: str = "UTF8_STRING") -> None:
        """Copies a text as another program would; kind is the X target, such as text/html."""
        subprocess.run(
            ["xclip", "-selection", "clipboard", "-target", kind, "-in"],
            input=text.encode(), env=self.environment, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def clipboard(self) -> str:
        """What a program put on the clipboard."""
        return subprocess.run(
            ["xclip", "-selection", "clipboard", "-out"], env=self.environment, check=True, capture_output=True
        ).stdout.decode()

    def photograph(self, target: Path) -> Path:
        """The screen as a PNG."""
        self._run("import", "-window", "root", str(target))
        return target

    def close(self) -> None:
        """Ends what was started, the newest first."""
        for process in ([self._eyes] if self._eyes else []) + self._processes[::-1]:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self._runtime, ignore_errors=True)

    def _display(self, size: str) -> str:
        reading, writing = os.pipe()
        # Without -noreset the server begins anew when its first client, setxkbmap, ends, and takes openbox with it.
        self._start(
            "Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-noreset", "-nolisten", "tcp",
            pass_fds=(writing,),
        )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as answer:
            return answer.readline().strip()

    def _wait_for_window_manager(self) -> None:
        """A window that is shown before it manages the screen never gets the keyboard."""
        for _ in range(100):
            told = subprocess.run(
                ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], env=self.environment, capture_output=True, check=True
            )
            if b"window id" in told.stdout:
                return
            time.sleep(0.1)
        raise TimeoutError("openbox does not manage the screen")

    def _bus(self) -> str:
        process = self._start(
            "dbus-daemon", "--session", "--nofork", "--print-address=1", stdout=subprocess.PIPE
        )  # fmt: skip
        assert process.stdout
        return process.stdout.readline().decode().strip()

    def _start(self, *command: str, **more: Any) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command, env=self.environment, stderr=subprocess.DEVNULL, **{"stdout": subprocess.DEVNULL, **more}
        )
        self._processes.append(process)
        return process

    def _run(self, *command: str) -> None:
        subprocess.run(command, env=self.environment, check=True, stdout=subprocess.DEVNULL, timeout=30)
