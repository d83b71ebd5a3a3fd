"""Conditions as the page reads them: a tree of ``all`` and ``any`` over relations.

Each relation carries its two sides as text and the place of their difference in the program, from
which the page takes the margin by which it holds or fails.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from negotiation.exact import exact, format_number
from negotiation.explore.program import TESTS

if TYPE_CHECKING:
    import sympy

    from negotiation.explore.program import StepWriter
    from negotiation.game.tree import Condition

__all__ = ["condition_data"]


def condition_data(condition: Condition, writer: StepWriter) -> dict[str, object]:
    """Write a condition for the page.

    Examples
    --------
    >>> from sympy import symbols
    >>> from negotiation.explore.program import StepWriter
    >>> gain, loss = symbols("gain loss")
    >>> condition_data(gain > loss, StepWriter(["gain", "loss"]))
    {'test': '>', 'gap': 4, 'left': 'gain', 'right': 'loss'}
    """
    import sympy

    if isinstance(condition, bool) or condition in {sympy.true, sympy.false}:
        return {"always": bool(condition)}
    normal = sympy.to_nnf(condition, simplify=False)
    written: dict[sympy.Basic, dict[str, object]] = {}
    for part in sympy.postorder_traversal(normal):
        if isinstance(part, sympy.And | sympy.Or):
            parts = [written[each] for each in sorted(part.args, key=sympy.default_sort_key)]
            written[part] = {"all" if isinstance(part, sympy.And) else "any": parts}
        elif type(part).__name__ in TESTS and part not in written:
            left, right = cast("tuple[sympy.Expr, sympy.Expr]", part.args)
            written[part] = {
                "test": TESTS[type(part).__name__],
                "gap": writer.place(left - right),
                "left": format_number(exact(left)),
                "right": format_number(exact(right)),
            }
    return written[normal]
