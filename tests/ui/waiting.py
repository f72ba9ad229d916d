"""How long a test waits for what another thread does: much longer than it takes, for a machine that is busy."""

from __future__ import annotations

PATIENCE_MS = 30_000
