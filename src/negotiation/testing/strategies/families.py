"""Random families of games: trees with symbols, parameters with domains, assumptions.

What a parametric solver claims for every parameter value can be held against a solver of numbers
on models that nobody made up.  The parameters lie in [0, 3] and the chance ``p`` in (0, 1); the
baseline is all ones and a half, and every assumption holds there, so that no model is void.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from negotiation.errors import NotSupported, UnknownName
from negotiation.game import Chance, Decision, Game, Node, Outcome, When
from negotiation.model import Assumption, Constraint, Model, Parameter
from negotiation.testing.arguments import require_range, require_whole
from negotiation.testing.strategies.trees import PLAYERS

if TYPE_CHECKING:
    import sympy

__all__ = ["KINDS", "models"]

KINDS = ("linear", "bilinear", "piecewise", "rational")
"""What payoffs may be, as functions of the parameters."""

NAMES = ("a", "b", "c", "d", "e", "f")


def models(
    *,
    kinds: Sequence[str] = KINDS,
    min_players: int = 1,
    max_players: int = 3,
    max_parameters: int = 4,
    max_assumptions: int = 2,
    max_depth: int = 4,
    max_decisions: int = 5,
    chance: bool = True,
    guards: bool = True,
) -> st.SearchStrategy[Model]:
    """Draw models with perfect information: parameters, assumptions, chance moves, guards.

    Parameters
    ----------
    kinds
        What payoffs may be: ``"linear"``, ``"bilinear"``, ``"piecewise"`` (absolute values,
        minima, maxima, cases), ``"rational"``; each model is of one kind.
    min_players, max_players
        How many players; at most six.
    max_parameters
        The most payoff parameters, at most six; the chance ``p`` comes on top.
    max_assumptions
        The most assumptions besides the domains; each is linear and holds at the baseline.
    max_depth
        The most moves of a play.
    max_decisions
        The most decisions of the tree.
    chance
        Whether there may be chance moves, also with the probability ``p``.
    guards
        Whether actions may be guarded by a constraint named ``rule``.

    Raises
    ------
    InvalidNumber
        If a number is out of range.
    UnknownName
        If a kind is none of these.
    NotSupported
        If no kind is given.

    Examples
    --------
    >>> from hypothesis import find
    >>> model = find(models(), lambda model: len(model.assumptions) > 0)
    >>> model.allows(model.calibrations["baseline"])
    True
    """
    chosen = tuple(kinds) if not isinstance(kinds, str) else (kinds,)
    if not chosen:
        message = f"give at least one kind of payoffs of {', '.join(KINDS)}"
        raise NotSupported(message)
    for kind in chosen:
        if kind not in KINDS:
            raise UnknownName("kind of payoffs", kind, KINDS)
    players = require_range("min_players", min_players, "max_players", max_players, least=1)
    require_range("max_players", max_players, "the most players", len(PLAYERS), least=1)
    require_range("max_parameters", max_parameters, "the most parameters", len(NAMES), least=1)
    require_whole("max_assumptions", max_assumptions, least=0)
    require_whole("max_depth", max_depth, least=1)
    require_whole("max_decisions", max_decisions, least=1)
    size = _Size(chosen, players, max_parameters, max_assumptions, max_depth, max_decisions)
    return _models(size, chance=chance, guards=guards)


@dataclass(frozen=True)
class _Size:
    """How large models may become."""

    kinds: tuple[str, ...]
    players: tuple[int, int]
    parameters: int
    assumptions: int
    depth: int
    decisions: int


@st.composite
def _models(draw: st.DrawFn, size: _Size, *, chance: bool, guards: bool) -> Model:
    import sympy

    names = NAMES[: draw(st.integers(1, size.parameters))]
    symbols = [sympy.Symbol(name) for name in names]
    players = PLAYERS[: draw(st.integers(*size.players))]
    payoffs = _expressions(symbols, draw(st.sampled_from(size.kinds)))
    sketches: list[_Sketch] = []
    waiting = [(-1, 0)]
    left = size.decisions
    while waiting:
        above, depth = waiting.pop()
        forms = ["outcome", "decision", "decision", *(["chance"] if chance else [])]
        form = draw(st.sampled_from(forms)) if depth else "decision"
        if depth >= size.depth or left == 0:
            form = "outcome"
        width = {"outcome": 0, "chance": 2}.get(form)
        if width is None:
            left -= 1
            width = draw(st.sampled_from((2, 2, 3)))
        if above >= 0:
            sketches[above].children.append(len(sketches))
        waiting.extend((len(sketches), depth + 1) for _ in range(width))
        sketches.append(_Sketch(form, []))
    root = _grown(draw, sketches, symbols, players, payoffs, guards=guards)
    parameters = [Parameter(symbol, "a payoff", domain="[0, 3]") for symbol in symbols]
    parameters.append(Parameter("p", "a probability", domain="(0, 1)"))
    assumptions = [
        _assumption(draw, symbols, number)
        for number in range(draw(st.integers(0, size.assumptions)))
    ]
    baseline: dict[str, int | str] = {**dict.fromkeys(names, 1), "p": "1/2"}
    return Model(
        "random model",
        Game(players, root),
        parameters,
        [each for each in assumptions if not each.is_structural],
        {"baseline": baseline},
    )


@dataclass
class _Sketch:
    """A node on the drawing board."""

    form: str
    children: list[int]


def _grown(
    draw: st.DrawFn,
    sketches: list[_Sketch],
    symbols: list[sympy.Symbol],
    players: tuple[str, ...],
    payoffs: st.SearchStrategy[sympy.Expr],
    *,
    guards: bool,
) -> Node:
    """Build the tree, children before parents."""
    import sympy

    nodes: list[Node] = [Outcome({"nobody": 0})] * len(sketches)
    for place in range(len(sketches) - 1, -1, -1):
        sketch = sketches[place]
        children = [nodes[child] for child in sketch.children]
        if sketch.form == "outcome":
            nodes[place] = Outcome({player: draw(payoffs) for player in players})
        elif sketch.form == "chance":
            odds = [sympy.Rational(1, 2), sympy.Rational(1, 3), sympy.Symbol("p")]
            first: sympy.Expr = draw(st.sampled_from(odds))
            nodes[place] = Chance({"up": (first, children[0]), "down": (1 - first, children[1])})
        else:
            actions: dict[str, Node | When] = {f"m{n}": child for n, child in enumerate(children)}
            if guards and draw(st.integers(0, 3)) == 3:
                more, least = draw(st.sampled_from(symbols)), draw(st.integers(0, 2))
                rule = Constraint(f"rule {place}", more > least)
                actions["m0"] = When(rule, children[0])
            nodes[place] = Decision(draw(st.sampled_from(players)), actions)
    return nodes[0]


def _assumption(draw: st.DrawFn, symbols: list[sympy.Symbol], number: int) -> Assumption:
    import sympy

    expression = draw(_linear(symbols))
    at_baseline = expression.subs(dict.fromkeys(symbols, 1))
    slack = draw(st.sampled_from((1, sympy.Rational(1, 2), 2)))
    return Assumption(f"assumption {number}", expression > at_baseline - slack)


@st.composite
def _linear(draw: st.DrawFn, symbols: list[sympy.Symbol]) -> sympy.Expr:
    import sympy

    small = st.integers(-2, 2)
    chosen = draw(st.lists(st.sampled_from(symbols), max_size=2, unique=True))
    terms = [draw(small) * symbol for symbol in chosen]
    return sympy.Add(*terms, sympy.Integer(draw(small)))


@st.composite
def _expressions(draw: st.DrawFn, symbols: list[sympy.Symbol], kind: str) -> sympy.Expr:
    """Draw a payoff of one kind, with small coefficients; half of them are linear."""
    import sympy

    linear = _linear(symbols)
    one = draw(linear)
    if kind == "linear" or not draw(st.booleans()):
        return one
    factor = draw(st.sampled_from(symbols))
    if kind == "bilinear":
        weight = draw(st.integers(-2, 2))
        return sympy.Add(one, sympy.Mul(weight, factor, draw(st.sampled_from(symbols))))
    if kind == "rational":
        return sympy.Mul(one, 1 / (1 + factor))
    form = draw(st.sampled_from(("absolute", "least", "most", "cases")))
    if form == "absolute":
        size: sympy.Expr = sympy.Abs(one)
        return size
    other = draw(linear)
    if form == "cases":
        cases: sympy.Expr = sympy.Piecewise((one, other > 0), (draw(linear), True))
        return cases
    joined: sympy.Expr = sympy.Min(one, other) if form == "least" else sympy.Max(one, other)
    return joined
