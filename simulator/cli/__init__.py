"""The command line: the only room that prints.

Results go to standard output, words about them to standard error.  ``--json`` prints one document and
nothing else.  Exit statuses are those of :class:`simulator.errors.ExitStatus`.
"""

from simulator.cli.main import app, main

__all__ = ["app", "main"]
