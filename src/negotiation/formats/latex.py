r"""Figures and tables for papers: payoff matrices, trees in TikZ, tables of equilibria.

The tables need the LaTeX package booktabs, trees the package tikz; numbers are set
as fractions, symbols by the names that a model declares for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from negotiation.drawing import Marks, tex_text, tikz, tree_picture
from negotiation.errors import NotSupported
from negotiation.exact import as_sympy, sign
from negotiation.game import Game, name_text, reduced_strategic_form
from negotiation.game.sketch import equilibrium_marks, game_sketch
from negotiation.game.strategic import StrategicForm
from negotiation.model import Model

if TYPE_CHECKING:
    from negotiation.exact import Number
    from negotiation.game.sketch import DrawnEquilibrium
    from negotiation.solve import Equilibrium

__all__ = ["equilibria_to_latex", "matrix_to_latex", "number_to_latex", "tree_to_latex"]

MOST_NODES = 2000


def number_to_latex(number: Number) -> str:
    r"""Write a number for LaTeX's mathematics.

    >>> print(number_to_latex(Fraction(-1, 3)))
    -\frac{1}{3}
    """
    if not isinstance(number, Fraction):
        import sympy

        return str(sympy.latex(as_sympy(number)))
    minus = "-" if number < 0 else ""
    if number.denominator == 1:
        return str(number)
    return rf"{minus}\frac{{{abs(number.numerator)}}}{{{number.denominator}}}"


def matrix_to_latex(game: Game | StrategicForm) -> str:
    r"""Write a two-player game as a table of payoffs, best replies underlined.

    Parameters
    ----------
    game
        A game, of which the reduced strategic form is taken, or a strategic form.  The first
        player chooses the row.

    Raises
    ------
    NotSupported
        If there are not two players.
    ImperfectRecall
        If a player of a game lacks perfect recall; give its full strategic form instead.
    MissingParameter
        If symbols are left without a value.

    Examples
    --------
    >>> from negotiation.game import simultaneous_game
    >>> chicken = simultaneous_game(
    ...     [[[6, 2], [7, 0]], [[6, 7], [2, 0]]], strategies=[["yield", "dare"]] * 2
    ... )
    >>> print(matrix_to_latex(chicken))
    \begin{tabular}{llcc}
    & & \multicolumn{2}{c}{column} \\
    & & yield & dare \\
    \midrule
    row & yield & $6,\ 6$ & $\underline{2},\ \underline{7}$ \\
     & dare & $\underline{7},\ \underline{2}$ & $0,\ 0$ \\
    \end{tabular}
    """
    form = game if isinstance(game, StrategicForm) else reduced_strategic_form(game)
    if len(form.players) != 2:
        message = (
            f"the game has {len(form.players)} players, and a matrix needs two; "
            "use strategy_table for a list of all combinations"
        )
        raise NotSupported(message)
    first, second = (form.matrix(player) for player in form.players)
    best_rows = [_largest(column) for column in zip(*first, strict=True)]
    best_columns = [_largest(row) for row in second]
    rows, columns = form.strategies
    lines = [
        rf"\begin{{tabular}}{{ll{'c' * len(columns)}}}",
        rf"& & \multicolumn{{{len(columns)}}}{{c}}{{{tex_text(form.players[1])}}} \\",
        "& & " + " & ".join(map(tex_text, columns)) + r" \\",
        r"\midrule",
    ]
    for place, label in enumerate(rows):
        cells = [
            f"${_marked(mine, best=place in best_rows[at])},\\ "
            f"{_marked(theirs, best=at in best_columns[place])}$"
            for at, (mine, theirs) in enumerate(zip(first[place], second[place], strict=True))
        ]
        name = "" if place else tex_text(form.players[0])
        lines.append(" & ".join([name, tex_text(label), *cells]) + r" \\")
    return "\n".join([*lines, r"\end{tabular}"])


def _largest(numbers: Sequence[Number]) -> set[int]:
    """Return the places of the largest numbers."""
    best = numbers[0]
    for number in numbers:
        if sign(number - best) > 0:
            best = number
    return {place for place, number in enumerate(numbers) if sign(number - best) == 0}


def _marked(number: Number, *, best: bool) -> str:
    written = number_to_latex(number)
    return rf"\underline{{{written}}}" if best else written


def tree_to_latex(
    game: Game | Model,
    *,
    equilibrium: DrawnEquilibrium | None = None,
    horizontal: bool | None = None,
    width: float = 16.0,
) -> str:
    r"""Write a game tree as a ``tikzpicture`` that needs no file besides.

    Parameters
    ----------
    game
        A game, or a model, whose payoffs are then written in the symbols of its parameters.
    equilibrium
        What is marked: moves that are played are thick, moves that would be played where play
        does not come dashed.
    horizontal
        Whether the tree grows to the right rather than downwards; left out, as takes less room.
    width
        The width of the page, in centimetres.

    Raises
    ------
    NotSupported
        If the tree has more than 2000 nodes.

    Examples
    --------
    >>> from negotiation import talks
    >>> drawn = tree_to_latex(talks.basing_shadow())
    >>> drawn.splitlines()[0], "transfer" in drawn
    ('\\begin{tikzpicture}[x=1bp, y=-1bp, line join=round]', True)
    """
    drawn = game.game if isinstance(game, Model) else game
    symbols: Mapping[str, str] = {}
    if isinstance(game, Model):
        symbols = {name: parameter.latex for name, parameter in game.parameters.items()}
    if not isinstance(drawn, Game) or len(drawn.tree) > MOST_NODES:
        message = f"a page holds a Game or Model of at most {MOST_NODES} nodes, not {game!r:.200}"
        raise NotSupported(message)
    marks = Marks() if equilibrium is None else equilibrium_marks(drawn, equilibrium, symbols)
    picture = tree_picture(
        game_sketch(drawn, symbols), marks, horizontal=horizontal, width=width * 72 / 2.54
    )
    return tikz(picture)


def equilibria_to_latex(equilibria: Sequence[Equilibrium]) -> str:
    r"""Write equilibria as a table: strategies, play, payoffs.

    Parameters
    ----------
    equilibria
        Equilibria of one game, such as a solver returns.

    Raises
    ------
    NotSupported
        If there are none, or they are of different games.

    Examples
    --------
    >>> from negotiation import solve, talks
    >>> found = solve.subgame_perfect(talks.basing_shadow().at("thaw"))
    >>> print(equilibria_to_latex(found).splitlines()[0])
    \begin{tabular}{rlllrrr}
    """
    games = list(equilibria)
    if not games or any(each.game != games[0].game for each in games):
        message = "a table needs equilibria of one game, at least one"
        raise NotSupported(message)
    game = games[0].game
    head = ["", "Player", "Information set", "Plays", *map(tex_text, game.players)]
    lines = [
        rf"\begin{{tabular}}{{rlll{'r' * len(game.players)}}}",
        r"\toprule",
        " & ".join(head) + r" \\",
    ]
    for number, equilibrium in enumerate(games, start=1):
        lines.append(r"\midrule")
        pays = [f"${number_to_latex(pay)}$" for pay in equilibrium.payoffs.values()]
        for place, name in enumerate(equilibrium.profile):
            infoset = game.information_sets[name]
            cells = [str(number) if not place else "", tex_text(infoset.player)]
            cells += [tex_text(name_text(name)), _choice(equilibrium.profile[name])]
            lines.append(" & ".join([*cells, *(pays if not place else [""] * len(pays))]) + r" \\")
    return "\n".join([*lines, r"\bottomrule", r"\end{tabular}"])


def _choice(row: Mapping[str, Number]) -> str:
    played = [(action, chance) for action, chance in row.items() if chance != 0]
    if len(played) == 1:
        return tex_text(played[0][0])
    return ", ".join(f"{tex_text(action)} ${number_to_latex(c)}$" for action, c in played)
