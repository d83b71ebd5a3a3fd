"""``negotiation write-tests``: a test file for a model, to standard output."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from negotiation.cli.choose import choose_model
from negotiation.errors import MissingDependency, NotSupported

__all__ = ["file_of_tests"]


def file_of_tests(name: str, options: Sequence[str]) -> str:
    """Return the test file of a game of the talks, or of a model ``module:name`` of one's own.

    Raises
    ------
    NegotiationError
        If the model cannot be found, or the extra ``testing`` is not installed.
    """
    try:
        from negotiation.testing.loading import load_model
        from negotiation.testing.writing import written_tests
    except ModuleNotFoundError as error:
        message = (
            f"write-tests needs {error.name}; install it with: pip install 'negotiation[testing]'"
        )
        raise MissingDependency(message) from error
    if ":" in name:
        if options:
            message = f"--option is for games of the talks; {name!r} is called without any"
            raise NotSupported(message)
        sys.path.insert(0, str(Path.cwd()))  # as pytest finds modules beside the tests
        return written_tests(load_model(name), name)
    model = choose_model(name, options)
    keys = [option.partition("=")[0].strip() for option in options]
    return written_tests(model, name, {key: model.options[key] for key in keys})
