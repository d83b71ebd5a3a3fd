r"""Numbers and conditions as lines of text: ``v − p s`` in place of ``value - probability*loss``.

What the library prints is read again letter by letter: names become symbols by the LaTeX names
that a model declares for them, powers are raised, products lose their stars.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from negotiation.drawing.words import Line, Run, joined
from negotiation.exact import format_number

if TYPE_CHECKING:
    from negotiation.exact import Number

__all__ = ["formula", "symbol", "written_formula"]

_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ",
    "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "ell": "ℓ", "Delta": "Δ", "Sigma": "Σ",
    "Omega": "Ω",
}  # fmt: skip
_LATEX = re.compile(
    r"\\bar\s*\{?(?P<barred>\w)\}?|\\(?P<name>[A-Za-z]+)\s*|\\(?P<escaped>\W)"
    r"|(?P<mark>[_^])(?:\{(?P<group>[^{}]*)\}|(?P<single>\\[A-Za-z]+|.))|(?P<other>[^\\])"
)
_MACRON = "\u0304"


def symbol(latex: str) -> Line:
    r"""Read the LaTeX name of a parameter: a letter, Greek or not, with indices.

    >>> [run.text for run in symbol(r"\delta_J")], [run.text for run in symbol("b_0")]
    (['δ', 'J'], ['b', '0'])
    """
    runs: list[Run] = []
    for match in _LATEX.finditer(latex):
        if match["barred"]:
            runs.append(Run(match["barred"] + _MACRON, slanted=True))
        elif match["name"]:
            runs.append(Run(_GREEK.get(match["name"], match["name"]), slanted=True))
        elif match["mark"]:
            inside = match["group"] if match["group"] is not None else match["single"]
            text = _GREEK.get(inside.removeprefix("\\"), inside)
            runs.append(Run(text, level=-1 if match["mark"] == "_" else 1))
        else:
            runs.append(Run(match["escaped"] or match["other"], slanted=True))
    return joined(runs)


_TOKEN = re.compile(
    r"(?P<power>\*\*(?:\((?P<inner>[^()]*)\)|(?P<exponent>\w+)))|(?P<times>\*)"
    r"|(?P<function>[A-Za-z_]\w*)(?=\()|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<relation><=|>=|!=)|(?P<minus> - )|(?P<plus> \+ )|(?P<sign>-)|(?P<rest>[^\w*]|\d+)"
)
_RELATIONS = {"<=": "≤", ">=": "≥", "!=": "≠"}
_UPRIGHT = frozenset({"and", "or", "not", "always", "never"})
_FIXED = "\u00a0"


def written_formula(text: str, symbols: Mapping[str, str]) -> Line:
    r"""Set a printed expression or condition.

    Parameters
    ----------
    text
        As `format_number` and `condition_text` print it.
    symbols
        Name → LaTeX name; names that are missing are set as they are.

    Notes
    -----
    Only the spaces at which a line may be broken, before signs and words, are ordinary ones.

    Examples
    --------
    >>> "".join(run.text for run in written_formula("gain >= -loss**2", {"gain": "g"}))
    'g\xa0≥\xa0−loss2'
    """
    runs: list[Run] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        found = match[0]
        if match["power"]:
            runs.append(Run(match["inner"] or match["exponent"], level=1))
        elif kind == "times":
            runs.append(Run("\u2009" if symbols else "·"))
        elif kind == "name" and found not in _UPRIGHT:
            runs += symbol(symbols[found]) if found in symbols else [Run(found, slanted=True)]
        elif kind == "relation":
            runs.append(Run(_RELATIONS[found]))
        elif kind in {"minus", "plus"}:
            runs.append(Run(" −" if kind == "minus" else " +"))
            runs.append(Run(_FIXED))
        elif kind == "sign":
            runs.append(Run("−"))
        elif kind == "rest" and found == " ":
            runs.append(Run(" " if _breakable(text, match.start()) else _FIXED))
        else:
            runs.append(Run(found))
    return joined(runs)


_WORD_NEXT = re.compile(r" (and|or)\b|(?<=and) |(?<=or) |(?<=,) ")


def _breakable(text: str, place: int) -> bool:
    return _WORD_NEXT.match(text, place) is not None


def formula(number: Number, symbols: Mapping[str, str]) -> Line:
    """Set an exact number or an expression; see `written_formula`.

    >>> from negotiation.exact import exact
    >>> "".join(run.text for run in formula(exact("-3/2"), {}))
    '−3/2'
    """
    return written_formula(format_number(number), symbols)
