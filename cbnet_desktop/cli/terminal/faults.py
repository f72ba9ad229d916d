"""Unexpected errors: logged, and one sentence for the user."""

from __future__ import annotations

from cbnet_desktop.system import paths


def logged(error: Exception) -> str:
    """Writes the error's report to the log; returns the sentence that says where it is."""
    import logging

    from cbnet_desktop.system import qt_libraries
    from cbnet_desktop.system.failures import log_handler, report

    path = paths.log_file()
    what = f"Der skete en uventet fejl i programmet ({type(error).__name__})"
    if isinstance(error, ImportError) and (sentence := qt_libraries.explain(error)):
        what = sentence.rstrip(".")
    try:
        handler = log_handler(path)
    except OSError:
        return f"{what}, og rapporten kunne ikke skrives i {path}."
    logger = logging.getLogger("cbnet")
    logger.addHandler(handler)
    logger.error("Unexpected error\n%s", report(error))
    logger.removeHandler(handler)
    handler.close()
    return f"{what}. Rapporten står i {path}."
