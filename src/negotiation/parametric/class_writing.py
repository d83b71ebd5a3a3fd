"""From supports and solved probabilities to an `EquilibriumClass` in the model's own symbols."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, cast

from negotiation.exact import exact
from negotiation.game import name_text
from negotiation.parametric.branching import Branch, explore
from negotiation.parametric.describe import Describer
from negotiation.parametric.elimination import CONSTANT, Solved, combine
from negotiation.parametric.equilibrium_class import EquilibriumClass
from negotiation.parametric.memory import RememberingOracle, sign_by_factors
from negotiation.parametric.supports import Candidate, reply_faces

if TYPE_CHECKING:
    import sympy
    from sympy.logic.boolalg import Boolean

    from negotiation.exact import Number
    from negotiation.game import InformationSetName
    from negotiation.parametric.domain import Quantity
    from negotiation.parametric.elimination import Linear
    from negotiation.parametric.forward_induction import Signalling
    from negotiation.parametric.two_stage import Action, TwoStageGame

__all__ = ["Found", "write_class"]


@dataclass(frozen=True)
class Found:
    """A candidate that is an equilibrium somewhere, and what is known about it.

    Attributes
    ----------
    game, signalling, candidate
        The game, its reading as a signalling game (or why there is none), and the supports.
    oracle
        Holds the assumptions and the condition.
    condition, witness
        Where it is an equilibrium, and a point there.
    survives, deleted, unrefined
        What the refinements say.
    """

    game: TwoStageGame
    signalling: Signalling | str
    candidate: Candidate
    oracle: RememberingOracle
    condition: sympy.logic.boolalg.Boolean
    witness: Mapping[str, Fraction] | None
    survives: Mapping[str, sympy.logic.boolalg.Boolean]
    deleted: Mapping[str, sympy.logic.boolalg.Boolean]
    unrefined: str


def write_class(found: Sequence[Found]) -> tuple[EquilibriumClass, ...]:
    """Write equilibria as classes with names of their own."""
    short = [_name(each) for each in found]
    times = Counter(name for _, name in short)
    return tuple(
        _written(each, kind, name if times[name] == 1 else f"{name}: {_details(each)}")
        for each, (kind, name) in zip(found, short, strict=True)
    )


def _name(found: Found) -> tuple[str, str]:
    candidate, signalling = found.candidate, found.signalling
    if isinstance(signalling, str):
        is_pure = all(len(places) == 1 for places in (candidate.early | candidate.late).values())
        return ("pure" if is_pure else "mixed"), _details(found)
    game = found.game
    sent = {
        kind: [game.infoset(number).actions[place] for place in candidate.early[number]]
        for kind, number in signalling.types.items()
    }
    mixing = [kind for kind, labels in sent.items() if len(labels) > 1]
    if mixing:
        return "semi-separating", f"{' and '.join(mixing)} {'mix' if mixing[1:] else 'mixes'}"
    used = [labels[0] for labels in sent.values()]
    if len(set(used)) == 1:
        return "pooling", f"pooling on {used[0]}, {_replies(found, signalling.messages[used[0]])}"
    if len(set(used)) == len(used):
        return "separating", "separating"
    return "partly pooling", "partly pooling"


def _replies(found: Found, number: int) -> str:
    actions = found.game.infoset(number).actions
    return " or ".join(actions[place] for place in found.candidate.late[number])


def _details(found: Found) -> str:
    game, candidate = found.game, found.candidate
    parts = []
    colon, comma = (": ", "; ") if isinstance(found.signalling, str) else (" ", ", ")
    for number, places in (candidate.early | candidate.late).items():
        infoset = game.infoset(number)
        name = name_text(infoset.name)
        if not isinstance(found.signalling, str):
            labels = {**found.signalling.types, **found.signalling.messages}
            name = next(label for label, place in labels.items() if place == number)
        parts.append(name + colon + " or ".join(infoset.actions[place] for place in places))
    return comma.join(parts)


def _written(found: Found, kind: str, name: str) -> EquilibriumClass:
    game, candidate = found.game, found.candidate
    write = _Writer(game, found.oracle)
    both = candidate.early | candidate.late
    profile: dict[InformationSetName, dict[str, Number]] = {}
    for number in both:
        infoset = game.infoset(number)
        profile[infoset.name] = {
            action: exact(write(candidate.probability(game, (number, place))))
            for place, action in enumerate(infoset.actions)
        }
    return EquilibriumClass(
        game.game,
        name,
        kind,
        tuple(sorted(both.items())),
        profile,
        _payoffs(found, write),
        found.condition,
        _off_path(found, write),
        _free(found, write),
        found.witness,
        found.survives,
        found.deleted,
        found.unrefined,
    )


class _Writer:
    """Writes linear expressions in probabilities as sympy expressions."""

    def __init__(self, game: TwoStageGame, oracle: RememberingOracle) -> None:
        self.game = game
        self.oracle = oracle

    def symbol(self, action: Action) -> sympy.Symbol:
        import sympy

        infoset = self.game.infoset(action[0])
        return sympy.Symbol(f"P({infoset.actions[action[1]]} at {name_text(infoset.name)})")

    def __call__(self, linear: Linear) -> sympy.Expr:
        import sympy

        total: sympy.Expr = sympy.Integer(0)
        for unknown, coefficient in linear.items():
            factor = self.quantity(coefficient)
            part = factor if unknown is CONSTANT else factor * self.symbol(unknown)
            total = cast("sympy.Expr", total + part)
        return total

    def quantity(self, quantity: Quantity) -> sympy.Expr:
        """Write a quantity with factors that are positive where their sign is known."""
        import sympy

        result: sympy.Expr = sympy.Integer(1 if quantity else 0)
        if not quantity:
            return result
        for part, way in ((quantity.numer, 1), (quantity.denom, -1)):
            content, factors = part.factor_list()
            number = sympy.Rational(content.numerator, content.denominator)
            result = cast("sympy.Expr", result * number**way)
            for factor, power in factors:
                written = self.game.domain.expression(self.game.domain.field.new(factor))
                if sign_everywhere(self.game.domain.field.new(factor), self.oracle) == -1:
                    written, result = -written, cast("sympy.Expr", result * (-1) ** power)
                result = cast("sympy.Expr", result * written ** (way * power))
        return result


def _payoffs(found: Found, write: _Writer) -> dict[str, Number]:
    import sympy

    game, candidate = found.game, found.candidate
    totals: dict[str, Number] = {}
    for place, player in enumerate(game.game.players):
        total: sympy.Expr = sympy.Integer(0)
        for play in game.plays:
            chances = [
                candidate.probability(game, action)
                for action in (play.early, play.late)
                if action is not None
            ]
            if all(chances) and play.payoffs[place]:
                worth = write({CONSTANT: play.chance * play.payoffs[place]})
                total += worth * sympy.Mul(*(write(chance) for chance in chances))
        totals[player] = exact(sympy.factor(total))
    return totals


def _free(found: Found, write: _Writer) -> tuple[sympy.logic.boolalg.Boolean, ...]:
    """Return what play on the path must meet, where indifference does not settle it."""
    import sympy

    game, candidate = found.game, found.candidate
    if candidate.is_unique:
        return ()
    conditions: list[sympy.logic.boolalg.Boolean] = []
    for action in candidate.actions:
        chance = candidate.probability(game, action)
        if set(chance) - {CONSTANT}:
            conditions.append(sympy.Gt(write(chance), 0))
    stages = (
        (candidate.early, candidate.late, candidate.late_play),
        (candidate.late, candidate.early, candidate.early_play),
    )
    for movers, others, play in stages:
        for number, places in movers.items():
            for place in range(game.width(number)):
                gap = _gap(game, (number, places[0]), (number, place), others, play)
                if set(gap) - {CONSTANT} and all(
                    unknown is CONSTANT or unknown[0] in others for unknown in gap
                ):
                    conditions.append(sympy.Ge(write(gap), 0))
    return tuple(dict.fromkeys(conditions))


def _gap(
    game: TwoStageGame,
    action: Action,
    other: Action,
    others: Mapping[int, Sequence[int]],
    play: Solved,
) -> Linear:
    gap = combine((1, game.worth(action)), (-1, game.worth(other)))
    return play(
        {
            unknown: coefficient
            for unknown, coefficient in gap.items()
            if unknown is CONSTANT or unknown[0] not in others or unknown[1] in others[unknown[0]]
        }
    )


def _off_path(
    found: Found, write: _Writer
) -> dict[InformationSetName, sympy.logic.boolalg.Boolean]:
    """Write which replies off the path are best under some belief and tempt nobody."""
    import sympy

    game, candidate = found.game, found.candidate
    conditions: dict[InformationSetName, sympy.logic.boolalg.Boolean] = {}
    for number in candidate.unreached:
        last = (number, game.width(number) - 1)
        one = game.domain.field.one
        rest = {(number, place): -one for place in range(last[1])}
        total = Solved({last: {CONSTANT: one, **rest}})
        gaps: list[Linear] = []
        for mover, places in candidate.early.items():
            for place in range(game.width(mover)):
                gap = _gap(
                    game, (mover, places[0]), (mover, place), candidate.late, candidate.late_play
                )
                if any(unknown is not CONSTANT and unknown[0] == number for unknown in gap):
                    gaps.append(total(gap))
        bounds = _bounds(gaps, write, found.oracle)
        best = _best_somewhere(found, number, write)
        conditions[game.infoset(number).name] = sympy.And(best, *bounds)
    return conditions


def _best_somewhere(found: Found, number: int, write: _Writer) -> sympy.logic.boolalg.Boolean:
    import sympy

    game, oracle = found.game, found.oracle
    nodes = game.game.tree.infosets[number].nodes
    raw = list(explore(partial(_faces, game, number, nodes), oracle, ties=False))
    describer = Describer(oracle, [c.signs for c in raw], [c.point for c in raw], ties=False)
    parts = []
    for faces in dict.fromkeys(cell.result for cell in raw):
        where = describer.condition({i for i, cell in enumerate(raw) if cell.result == faces})
        choices = [
            sympy.And(
                *(
                    cast("Boolean", sympy.Eq(write.symbol((number, place)), 0))
                    for place in range(game.width(number))
                    if place not in face
                )
            )
            for face in faces
        ]
        parts.append(sympy.And(where, sympy.Or(*choices)))
    return sympy.Or(*parts)


def _faces(
    game: TwoStageGame, number: int, nodes: Sequence[int], branch: Branch
) -> tuple[tuple[int, ...], ...]:
    return tuple(reply_faces(game, number, nodes, sign_by_factors(branch)))


def _bounds(
    gaps: Sequence[Linear], write: _Writer, oracle: RememberingOracle
) -> list[sympy.logic.boolalg.Boolean]:
    """Write that gaps are not negative: bounds on a probability where there is one in each."""
    import sympy

    found: dict[tuple[Action, int], list[Quantity]] = {}
    written: list[sympy.logic.boolalg.Boolean] = []
    for gap in gaps:
        unknowns = [unknown for unknown in gap if unknown is not CONSTANT]
        if not unknowns:  # what the class's own condition says
            continue
        coefficient = gap[unknowns[0]]
        sense = sign_everywhere(coefficient, oracle)
        if len(unknowns) > 1 or not sense:
            written.append(sympy.Ge(write(gap), 0))
            continue
        bound = -gap.get(CONSTANT, 0 * coefficient) / coefficient
        found.setdefault((unknowns[0], sense), []).append(bound)
    for (unknown, sense), bounds in found.items():
        one = write.game.domain.field.one
        natural = 0 * one if sense > 0 else one
        tightest: list[Quantity] = []
        for bound in dict.fromkeys(bounds):
            others = [natural, *(each for each in bounds if each != bound)]
            # Equal bounds are one; of two that are comparable everywhere the tighter is kept.
            if not any(
                sign_everywhere(sense * (each - bound), oracle) in {0, 1} for each in others
            ):
                tightest.append(bound)
        relation = sympy.Ge if sense > 0 else sympy.Le
        written += [relation(write.symbol(unknown), write.quantity(each)) for each in tightest]
    return written


def sign_everywhere(quantity: Quantity, oracle: RememberingOracle) -> int | None:
    """Return the sign that a quantity has wherever the class exists; ``None`` if there are two."""
    if not quantity:
        return 0
    total = 1
    for part in (quantity.numer, quantity.denom):
        content, factors = part.factor_list()
        total *= 1 if content > 0 else -1
        for factor, power in factors:
            signs = [sign for sign in (1, -1) if oracle.find(((factor, sign),)).possible]
            if len(signs) != 1:
                return None
            total *= signs[0] ** power
    return total
