"""Game trees as figures: nothing overlaps, letters can be read, what is thick is what is played."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from matplotlib.colors import to_hex

from negotiation import Chance, Decision, Game, Outcome, plot, solve, talks
from negotiation.errors import InvalidGame, NotSupported
from negotiation.parametric import subgame_perfect
from negotiation.testing import games
from tests.support.boxes import overlaps, text_boxes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from negotiation.game.tree import Node
    from negotiation.solve import Equilibrium

CENTIMETRES = 2.54


def figure_of(axes: Axes) -> Figure:
    figure = axes.get_figure(root=True)
    assert figure is not None
    return figure


def solved(game: Game) -> Equilibrium:
    find = solve.subgame_perfect if game.has_perfect_information else solve.perfect_bayesian
    return find(game)[0]


def smallest_letters(axes: Axes) -> float:
    """Return the size of the letters (indices apart) when the figure is 16 cm wide."""
    wide = figure_of(axes).get_size_inches()[0] * CENTIMETRES
    return min(text.get_fontsize() for text in axes.texts if len(text.get_text()) > 2) * min(
        1.0, 16 / wide
    )


@pytest.mark.parametrize("name", list(talks.catalogue()))
def test_the_talks_can_be_read(name: str) -> None:
    model = talks.catalogue()[name]()
    game = model.at()
    figures = [
        plot.tree(model),
        plot.tree(game, horizontal=True),
        plot.tree(game, horizontal=False),
    ]
    if name != "repeated_talks":  # solved slowly, and drawn below
        figures.append(plot.tree(game, equilibrium=solved(game)))
    for axes in figures:
        assert overlaps(text_boxes(axes)) == []
        figure = figure_of(axes)
        edges = figure.bbox
        assert all(
            box.x0 >= edges.x0 and box.x1 <= edges.x1 and box.y0 >= edges.y0 and box.y1 <= edges.y1
            for box in text_boxes(axes).values()
        )
    for axes, drawn in ((figures[0], model.game), (figures[-1], game)):
        if len(drawn.tree) <= 40 and axes is not figures[2]:
            assert smallest_letters(axes) >= 7 - 1e-9


def random_game(seed: int, nodes: int) -> Game:
    """Return a game of somewhat less than so many nodes, with long labels and information sets."""
    rng = random.Random(seed)  # noqa: S311 - trees to look at
    players = ("Japan", "Russia", "United States")
    words = ["accept", "reject", "no economic activity", "transfer", "a very long proposal", "wait"]

    def outcome() -> Outcome:
        return Outcome(
            {player: f"{rng.randint(-99, 99)}/{rng.choice([1, 7])}" for player in players}
        )

    ends: list[Node] = [outcome() for _ in range(nodes // 2)]
    while len(ends) > 1:  # join neighbours from below until one is left
        joined: list[Node] = []
        while ends:
            some = [ends.pop() for _ in range(min(rng.randint(1, 4), len(ends)))]
            moves = rng.sample(words, len(some))
            if rng.random() < 0.2:
                joined.append(
                    Chance({m: (f"1/{len(some)}", n) for m, n in zip(moves, some, strict=True)})
                )
            else:
                joined.append(Decision(rng.choice(players), dict(zip(moves, some, strict=True))))
        ends = joined
    return Game(players, ends[0])


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, 6))]
)
def test_trees_of_150_nodes_have_no_overlaps(seed: int) -> None:
    game = random_game(seed, 180)
    assert 140 <= len(game.tree) <= 200
    for horizontal in (True, False):
        assert overlaps(text_boxes(plot.tree(game, horizontal=horizontal))) == []


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(games())
def test_games_of_every_kind_have_no_overlaps(game: Game) -> None:
    for horizontal in (None, True, False):
        assert overlaps(text_boxes(plot.tree(game, horizontal=horizontal))) == []


def test_information_sets_in_each_others_way_are_drawn_all_the_same() -> None:
    """On one path A moves before B, on the other B before A, and neither knows which it is."""

    def end() -> Outcome:
        return Outcome({"A": 0, "B": 1})

    def then(first: str, second: str) -> Decision:
        later = Decision(second, {"l": end(), "r": end()}, second)
        return Decision(first, {"l": later, "r": end()}, first)

    game = Game(("A", "B"), Chance({"x": ("1/2", then("A", "B")), "y": ("1/2", then("B", "A"))}))
    assert overlaps(text_boxes(plot.tree(game))) == []


def lines(axes: Axes) -> dict[int, Any]:
    return {
        int(str(line.get_gid()).split()[1]): line
        for line in axes.get_lines()
        if str(line.get_gid()).startswith("edge ")
    }


def test_thick_edges_are_the_path_and_dashed_ones_what_would_be_played() -> None:
    """At the baseline Russia keeps, and the United States would station iff it wants a base.

    Nodes by hand: 1 keep, 2 transfer, 3 and 4 chance, 5 to 8 station and refrain twice.
    """
    game = talks.basing_shadow().at()
    edges = lines(plot.tree(game, equilibrium=solve.subgame_perfect(game)[0]))
    thick = {node for node, line in edges.items() if line.get_linewidth() > 2}
    dashed = {node for node, line in edges.items() if line.get_linestyle() == "--"}
    assert thick == {1}
    assert dashed == {5, 8}


def test_an_outcome_class_of_a_partition_is_marked_on_the_model() -> None:
    model = talks.basing_shadow()
    found = subgame_perfect(model).at("thaw").equilibria[0]
    edges = lines(plot.tree(model, equilibrium=found))
    thick = {node for node, line in edges.items() if line.get_linewidth() > 2}
    assert thick == {2, 3, 4, 5, 8}


def test_beliefs_and_mixed_moves_are_written() -> None:
    """At `cheap_false_pledge` the dependent Japan pledges with probability 1/6 (worked model)."""
    game = talks.autonomy_signalling().at("cheap_false_pledge")
    mixed = [e for e in solve.perfect_bayesian(game) if len(e.outcomes) > 2]
    texts = [text.get_text() for text in plot.tree(game, equilibrium=mixed[0]).texts]
    assert "1/6" in texts
    assert "belief 2/3" in texts


def test_information_sets_stand_in_dashed_enclosures() -> None:
    axes = plot.tree(talks.repeated_talks().at())
    sets = [patch for patch in axes.patches if str(patch.get_gid()).startswith("set ")]
    boxes = {
        int(str(patch.get_gid()).split()[1]): patch.get_bbox()  # type: ignore[attr-defined]  # a box
        for patch in axes.patches
        if str(patch.get_gid()).startswith("node ")
    }
    game = talks.repeated_talks().at()
    groups = [set(each.nodes) for each in game.tree.infosets if len(each.nodes) > 1]
    assert len(sets) == len(groups) == 4
    for patch in sets:
        around = patch.get_bbox()  # type: ignore[attr-defined]  # as above
        inside = {
            node
            for node, box in boxes.items()
            if around.x0 < box.x0 < around.x1 and around.y0 < box.y0 < around.y1
        }
        assert inside in groups
        assert patch.get_linestyle() not in ("-", "solid")


def test_players_keep_their_colours_and_the_legend_names_them() -> None:
    axes = plot.tree(talks.basing_shadow().at())
    colours = {text.get_text(): to_hex(text.get_color()) for text in axes.texts}
    assert colours["payoff of Japan"] != colours["Russia"] != colours["United States"]


def test_given_axes_are_used_and_letters_shrink_with_them() -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 3))
    axes = figure.add_subplot()
    drawn = plot.tree(talks.triangle().at(), ax=axes)
    assert drawn is axes
    assert overlaps(text_boxes(axes)) == []
    assert max(text.get_fontsize() for text in axes.texts) < 9


def test_vector_files_hold_the_words_as_text() -> None:
    import matplotlib as mpl

    axes = plot.tree(talks.basing_shadow().at())
    file = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none"}):
        figure_of(axes).savefig(file, format="svg")
    assert "wants base" in file.getvalue()


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(InvalidGame, match="neither a Game nor a Model"):
        plot.tree("basing_shadow")  # type: ignore[arg-type]  # on purpose
    wide = Game(("A",), Decision("A", {str(i): Outcome({"A": i}) for i in range(2500)}))
    with pytest.raises(NotSupported, match="no page holds more than 2000"):
        plot.tree(wide)
