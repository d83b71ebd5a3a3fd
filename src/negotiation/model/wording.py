"""Conditions in the words a person would use: ``0 < p and gain < loss``."""

from __future__ import annotations

from negotiation.exact import exact, format_number

__all__ = ["condition_text"]

_RELATIONS = {
    "Equality": "=",
    "Unequality": "!=",
    "StrictGreaterThan": ">",
    "GreaterThan": ">=",
    "StrictLessThan": "<",
    "LessThan": "<=",
}


def condition_text(condition: object) -> str:
    """Write a condition: relations as they are, ``and`` and ``or`` between them.

    >>> from sympy import Eq, symbols
    >>> gain, loss = symbols("gain loss")
    >>> condition_text((gain > 0) & (gain < loss))
    'gain > 0 and gain < loss'
    >>> condition_text(Eq(gain, 0) | (loss >= 1))
    'gain = 0 or loss >= 1'
    >>> from sympy import Implies
    >>> condition_text(Implies(gain > 0, loss < 1))
    'if gain > 0 then loss < 1'
    """
    import sympy

    if isinstance(condition, bool) or condition in (sympy.true, sympy.false):
        return "always" if condition else "never"
    if isinstance(condition, sympy.And | sympy.Or):
        word = " and " if isinstance(condition, sympy.And) else " or "
        parts = sorted(condition.args, key=sympy.default_sort_key)
        return word.join(_bracketed(part) for part in parts)
    if isinstance(condition, sympy.Not):
        return f"not {_bracketed(condition.args[0])}"
    if isinstance(condition, sympy.Implies):
        cause, effect = condition.args
        return f"if {condition_text(cause)} then {condition_text(effect)}"
    if type(condition).__name__ in _RELATIONS and isinstance(condition, sympy.Basic):
        relation = _RELATIONS[type(condition).__name__]
        left, right = (format_number(exact(side)) for side in condition.args)
        return f"{left} {relation} {right}"
    return str(condition)


def _bracketed(part: object) -> str:
    import sympy

    text = condition_text(part)
    return f"({text})" if isinstance(part, sympy.And | sympy.Or | sympy.Implies) else text
