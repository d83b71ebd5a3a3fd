"""Numbers, conditions, symbols and sources as JSON, both ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from negotiation.errors import InvalidNumber, NotSupported
from negotiation.exact import exact
from negotiation.formats.expression import read_expression
from negotiation.formats.expression_text import expression_text
from negotiation.model import Source

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import Number
    from negotiation.formats.json_text import Field
    from negotiation.game.tree import Condition

__all__ = [
    "read_condition",
    "read_number",
    "read_source",
    "read_symbols",
    "source_data",
    "symbol_data",
    "text_of",
]

_RATIONAL = re.compile(r"[-+]?[0-9]{1,3900}(?:[/.][0-9]{1,3900})?", re.ASCII)
Symbols = Mapping[str, Any]


def text_of(value: object, symbols: Symbols | None = None) -> str:
    """Write a number or a condition."""
    return expression_text(value, symbols)


def read_number(field: Field, symbols: Symbols) -> Number:
    """Read a number: a text of the grammar of expressions, or a number of JSON.

    Raises
    ------
    FormatError
        If it is none.
    """
    value = field.value
    try:
        if type(value) is str and _RATIONAL.fullmatch(value):
            return exact(value)
        if type(value) is str:
            return exact(read_expression(value, symbols))
        if type(value) is not bool and value is not None and not isinstance(value, list | dict):
            return exact(value)
    except InvalidNumber as error:
        field.fail(str(error))
    return field.expect("a number, as '1/3'")


def read_condition(field: Field | None, symbols: Symbols) -> Condition:
    """Read a condition; true where it is left out.

    Raises
    ------
    FormatError
        If it is none.
    """
    if field is None:
        return True
    if type(field.value) is bool:
        return field.truth()
    try:
        found = read_expression(field.words(), symbols)
    except InvalidNumber as error:
        field.fail(str(error))
    import sympy

    if isinstance(found, sympy.Expr):
        field.expect("a condition, as 'gain < loss'")
    return cast("Condition", found)


_ASSUMED = ("real", "positive", "nonnegative", "negative", "nonpositive", "integer", "finite")


def symbol_data(symbol: sympy.Symbol) -> dict[str, bool]:
    """Return the least that must be assumed of a symbol to have it again.

    Raises
    ------
    NotSupported
        If it is no plain symbol.
    """
    import sympy

    if type(symbol) is not sympy.Symbol:
        message = f"{symbol!r} is no plain symbol; use sympy.Symbol"
        raise NotSupported(message)
    known = {name: bool(holds) for name, holds in symbol.assumptions0.items()}
    if sympy.Symbol(symbol.name).assumptions0 == known:
        return {}
    for name in _ASSUMED:
        if sympy.Symbol(symbol.name, **{name: True}).assumptions0 == known:
            return {name: True}
    return {name: holds for name, holds in known.items() if name != "commutative"}


def read_symbols(fields: Iterable[Field]) -> dict[str, sympy.Symbol]:
    """Read declared symbols.

    Raises
    ------
    FormatError
        If one is declared twice, or sympy cannot assume of it what is said.
    """
    import sympy

    symbols: dict[str, sympy.Symbol] = {}
    for field in fields:
        name = field["name"].words(empty=False)
        if name in symbols:
            field["name"].fail(f"the symbol {name!r} is declared twice")
        symbols[name] = sympy.Symbol(name)
        assumed = field.get("assume")
        if assumed is not None:
            said = {key: each.truth() for key, each in assumed.members().items()}
            if not said.keys() <= _KNOWN:
                assumed.fail(f"sympy assumes nothing of the kind; known: {', '.join(_KNOWN)}")
            try:
                symbols[name] = sympy.Symbol(name, **said)
            except (ValueError, TypeError) as error:
                assumed.fail(f"sympy does not assume this of a symbol: {error}")
    return symbols


_KNOWN = frozenset(
    {*_ASSUMED, "commutative", "complex", "even", "irrational", "nonzero", "odd", "prime"}
    | {"rational", "zero", "algebraic", "transcendental", "imaginary", "hermitian", "infinite"}
    | {"extended_real", "extended_positive", "extended_nonnegative", "extended_nonzero"}
    | {"extended_negative", "extended_nonpositive", "noninteger", "composite", "antihermitian"}
)


def source_data(source: Source) -> dict[str, object]:
    """Write where a statement comes from."""
    data: dict[str, object] = {"origin": source.origin}
    if source.claims:
        data["claims"] = list(source.claims)
    if source.reference:
        data["reference"] = source.reference
    return data


def read_source(field: Field | None) -> Source:
    """Read where a statement comes from; from the modeller where that is left out."""
    if field is None:
        return Source("modeller")
    origin = field["origin"]
    if origin.value not in {"article", "literature", "modeller"}:
        origin.expect("'article', 'literature' or 'modeller'")
    claims = tuple(claim.words() for claim in field.optional("claims"))
    return Source(origin.value, claims, field.said("reference"))
