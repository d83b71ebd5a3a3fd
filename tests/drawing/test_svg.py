"""SVG that parses, is safe, and says what it shows."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from negotiation import Chance, Decision, Game, Outcome, solve, talks
from negotiation.drawing import svg, tree_picture
from negotiation.game.sketch import equilibrium_marks, game_sketch

SPACE = "{http://www.w3.org/2000/svg}"


def test_all_words_are_in_it_and_nothing_of_a_label_runs() -> None:
    evil = '<script>alert("x")</script> & co'
    game = Game(
        (evil,),
        Decision(
            evil,
            {
                evil: Outcome({evil: 1}, label=evil),
                "chance": Chance(
                    {"a": ("1/2", Outcome({evil: 0})), "b": ("1/2", Outcome({evil: 2}))}
                ),
            },
        ),
    )
    written = svg(tree_picture(game_sketch(game, title=evil)))
    assert "<script" not in written
    root = ET.fromstring(written)  # noqa: S314 - our own text
    assert not list(root.iter(f"{SPACE}script"))
    words = " ".join("".join(text.itertext()) for text in root.iter(f"{SPACE}text"))
    assert words.count("<script>alert") >= 3
    assert root.findtext(f"{SPACE}title") == evil


def test_a_notebook_draws_games_and_leaves_out_what_nobody_could_read() -> None:
    game = talks.basing_shadow().at()
    drawn = game._repr_svg_()
    assert drawn is not None
    ET.fromstring(drawn)  # noqa: S314 - our own text
    long = Game(("A",), Decision("A", {f"move {i}": Outcome({"A": i}) for i in range(300)}))
    assert long._repr_svg_() is None


def test_edges_and_nodes_can_be_found_again_by_their_numbers() -> None:
    game = talks.warm_words().at()
    equilibrium = solve.perfect_bayesian(game)[0]
    picture = tree_picture(game_sketch(game), equilibrium_marks(game, equilibrium))
    root = ET.fromstring(svg(picture))  # noqa: S314 - our own text
    names = {element.get("data-of", "") for element in root.iter()}
    assert {f"edge {node}" for node in range(1, len(game.tree))} <= names
    assert {f"payoff {node} {player}" for node in game.tree.payoffs for player in (0, 1)} <= names
