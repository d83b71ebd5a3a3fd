"""Rules that keep offers off the table, as named constraints that can be lifted.

A rule is written once, over a symbol for what the offers differ in, and put on each offer with
`Constraint.on`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from negotiation.model import MODELLER, Constraint, Source

if TYPE_CHECKING:
    import sympy

    from negotiation.exact import Number
    from negotiation.game.tree import Condition

__all__ = ["joint_participation", "no_charity"]


def no_charity(
    payment: Number | None = None,
    *,
    words: str = "no one-sided payment is accepted",
    source: Source = MODELLER,
    imposed: bool = True,
) -> Constraint:
    """Return the rule that no one-sided payment may be offered.

    Parameters
    ----------
    payment
        The payment, which must be zero; left out, the symbol ``payment``, to be given a value
        for each offer with ``rule.on(payment=...)``.
    words, source
        The rule in words, and where it comes from.
    imposed
        Whether it is in force.

    Examples
    --------
    >>> rule = no_charity()
    >>> rule.on(payment=0).condition, rule.on(payment="3/2").condition
    (True, False)
    """
    import sympy

    paid = sympy.Symbol("payment") if payment is None else payment
    return Constraint("no charity", cast("Condition", sympy.Eq(paid, 0)), words, source, imposed)


def joint_participation(
    *returns: sympy.Expr,
    words: str = "a project counts only if every side gains from it",
    source: Source = MODELLER,
    imposed: bool = True,
) -> Constraint:
    """Return the rule that a project must pay every side that the rule speaks of.

    Parameters
    ----------
    *returns
        What each of these sides gets from the project; left out, the symbol ``return_``, to be
        given a value for each project with ``rule.on(return_=...)``.
    words, source
        The rule in words, and where it comes from.
    imposed
        Whether it is in force.

    Examples
    --------
    >>> from sympy import symbols
    >>> joint_participation(-symbols("cruise_cost")).condition
    -cruise_cost > 0
    >>> joint_participation().on(return_=-1).condition
    False
    """
    import sympy

    gains = returns or (sympy.Symbol("return_"),)
    condition = cast("Condition", sympy.And(*[gain > 0 for gain in gains]))
    return Constraint("joint participation", condition, words, source, imposed)
