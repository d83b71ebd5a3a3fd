"""Models by their names: a game of the talks, or something in a module of one's own."""

from __future__ import annotations

from importlib import import_module

from negotiation.errors import InvalidModel, UnknownName
from negotiation.model import Model
from negotiation.talks import catalogue

__all__ = ["load_model"]


def load_model(name: str) -> Model:
    """Return the model with a name.

    Parameters
    ----------
    name
        A game of the talks such as ``basing_shadow``; or ``module:name``, where the name is a
        `Model` in the module, or a function without arguments that returns one.

    Raises
    ------
    UnknownName
        If there is no such game, module or name.
    InvalidModel
        If what is found is no model.

    Examples
    --------
    >>> load_model("basing_shadow").name, load_model("negotiation.talks:triangle").name
    ('basing_shadow', 'triangle')
    """
    module, colon, attribute = name.partition(":")
    if not colon:
        return catalogue()[name]()
    if not module or module[0] == "." or "/" in module or "\\" in module:
        message = f"{name!r} is no module:name; give the module as in an import, not as a path"
        raise InvalidModel(message)
    try:
        home = import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not (module == error.name or module.startswith(f"{error.name}.")):
            raise
        message = f"there is no module {module!r} to load the model {name!r} from"
        raise InvalidModel(message) from None
    if not hasattr(home, attribute):
        raise UnknownName(f"model in {module}", attribute, [n for n in dir(home) if n[0] != "_"])
    found = getattr(home, attribute)
    model = found() if callable(found) else found
    if not isinstance(model, Model):
        message = f"{name!r} is {type(model).__name__}, and must be a Model or a function of none"
        raise InvalidModel(message)
    return model
