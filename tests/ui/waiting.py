"""How long a test waits for another thread: much longer than it takes, for a busy machine."""

from __future__ import annotations

PATIENCE_MS = 30_000
