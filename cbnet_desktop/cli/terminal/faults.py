"""Faults of the program itself: into its log, and one sentence for the reader."""

from __future__ import annotations

from cbnet_desktop.system import paths


def logged(error: Exception) -> str:
    """Writes the error's report to the log; the sentence says where it is."""
    import logging

    from cbnet_desktop.system.failures import report

    path = paths.log_file()
    what = f"Der skete en uventet fejl i programmet ({type(error).__name__})"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        to_file = logging.FileHandler(path, encoding="utf-8")
    except OSError:
        return f"{what}, og rapporten kunne ikke skrives i {path}."
    to_file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("cbnet")
    logger.addHandler(to_file)
    logger.error("Unexpected error\n%s", report(error))
    logger.removeHandler(to_file)
    to_file.close()
    return f"{what}. Rapporten står i {path}."
