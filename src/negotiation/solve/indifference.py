"""Whether the indifferences on the path leave finitely many ways to mix.

A player who mixes is indifferent between the actions played.  Where only some outcomes can
happen, these equations hold the probabilities of the mixing alone, since everything else on the
path is certain.  Whether finitely many complex numbers solve them is read from a Gröbner basis
(Cox, Little and O'Shea, Ideals, Varieties, and Algorithms, chapter 5, section 3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.exact import as_sympy
from negotiation.game.compiled import CHANCE, OUTCOME

if TYPE_CHECKING:
    import sympy

    from negotiation.game import Game

__all__ = ["finitely_many", "indifferences"]


def finitely_many(game: Game, support: Mapping[int, Sequence[int]]) -> bool:
    """Return whether the indifference equations have finitely many complex solutions.

    Parameters
    ----------
    game
        The game.
    support
        Information sets that are reached → the places of the actions played there.
    """
    import sympy

    unknowns, equations = indifferences(game, support)
    proper = [equation for equation in equations if equation != 0]
    if not unknowns:
        return True
    if len(proper) < len(unknowns):
        return False  # nonempty: fewer equations than unknowns leave a continuum (Krull)
    return bool(sympy.groebner(proper, *unknowns, order="grevlex").is_zero_dimensional)


def indifferences(
    game: Game, support: Mapping[int, Sequence[int]]
) -> tuple[list[sympy.Symbol], list[sympy.Expr]]:
    """Return the unknown probabilities of mixing and the equations that they satisfy.

    The last action played at an information set has what the others leave.
    """
    import sympy

    tree = game.tree
    unknowns: list[sympy.Symbol] = []
    chance_of: dict[tuple[int, int], sympy.Expr] = {}
    for number, places in support.items():
        rest = sympy.Integer(1)
        for place in places[:-1]:
            unknown = sympy.Symbol(f"p{number}_{place}")
            unknowns.append(unknown)
            chance_of[number, place] = unknown
            rest = rest - unknown
        chance_of[number, places[-1]] = rest
    reach: dict[int, sympy.Expr] = {0: sympy.Integer(1)}
    for node in range(len(tree)):
        if node not in reach or tree.mover[node] == OUTCOME:
            continue
        for place, child in enumerate(tree.children(node)):
            if tree.mover[node] == CHANCE:
                reach[child] = reach[node] * as_sympy(tree.probability[child])
            elif (tree.infoset[node], place) in chance_of:
                reach[child] = reach[node] * chance_of[tree.infoset[node], place]
    values: dict[int, list[sympy.Expr]] = {}
    for node in sorted(reach, reverse=True):
        if tree.mover[node] == OUTCOME:
            values[node] = [as_sympy(payoff) for payoff in tree.payoffs[node]]
            continue
        below = [child for child in tree.children(node) if child in reach]
        weights = [
            as_sympy(tree.probability.get(child, Fraction(1)))
            if tree.mover[node] == CHANCE
            else chance_of[tree.infoset[node], child - tree.first[node]]
            for child in below
        ]
        values[node] = [
            sympy.Add(*(w * values[child][player] for w, child in zip(weights, below, strict=True)))
            for player in range(len(game.players))
        ]
    equations: list[sympy.Expr] = []
    for number, places in support.items():
        infoset = tree.infosets[number]
        gains = [
            sympy.Add(
                *(
                    reach[node] * values[tree.first[node] + place][infoset.player]
                    for node in infoset.nodes
                    if node in reach
                )
            )
            for place in places
        ]
        equations += [sympy.expand(gain - gains[-1]) for gain in gains[:-1]]
    return unknowns, equations
