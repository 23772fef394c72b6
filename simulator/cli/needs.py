"""What several commands need alike: an extra of the package, a place to write a result."""

from __future__ import annotations

from pathlib import Path

from simulator.errors import StorageError, UsageError

__all__ = ["have_extra", "write_result"]


def have_extra(extra: str, *names: str) -> None:
    """Raises :class:`UsageError` saying what to install, where a library of an extra is missing."""
    from importlib.util import find_spec

    if missing := [name for name in names if find_spec(name) is None]:
        raise UsageError(f'{" and ".join(missing)} must be there for this: pip install "startex[{extra}]"')


def write_result(file: Path, content: bytes, *, force: bool = False) -> None:
    """Write a result whole or not at all; raises UsageError where it would replace one, and StorageError."""
    from simulator.system import write_new, write_over

    try:
        (write_over if force else write_new)(str(file), content)
    except FileExistsError:
        raise UsageError(f"{file} exists; choose another name, or add --force") from None
    except OSError as error:
        raise StorageError(f"{file} cannot be written: {error.strerror}") from None
