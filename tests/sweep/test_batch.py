"""Batches against exact backward induction, draw by draw; kernels, blocks and threads agree."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation import talks
from negotiation.errors import (
    InvalidModel,
    InvalidNumber,
    MissingParameter,
    NegotiationError,
    NotSupported,
    UnknownName,
)
from negotiation.game import Chance, Decision, Game, Node, Outcome, When
from negotiation.game.profile import node_values
from negotiation.model import Assumption, Constraint, Model, Parameter
from negotiation.solve import backward_induction
from negotiation.solve.kernels import has_numba
from negotiation.sweep import batch, grid
from negotiation.sweep.draws import Draws
from negotiation.sweep.kernel import MOST_ROWS, TILE
from negotiation.sweep.table import LEFT_OUT, SweepTable

KERNELS = ["numpy", *(["numba"] if has_numba() else [])]
X = sympy.symbols("x0:3")
PLAYERS = ("A", "B")


def expressions() -> st.SearchStrategy[sympy.Expr]:
    """Payoffs in three parameters, some of them undefined somewhere."""
    x, y, z = X
    plain = st.tuples(*[st.integers(-3, 3)] * 4).map(
        lambda c: sympy.sympify(c[0] * x + c[1] * y + c[2] * z + c[3])
    )
    odd = st.sampled_from(
        [
            x * y,
            x**2 - z,
            x / (y - 1),
            sympy.Max(x, y, z),
            sympy.Min(x, 2) - z,
            sympy.Abs(x - y),
            sympy.Piecewise((x, y > z), (z - 1, True)),
            sympy.Piecewise((x, y > z)),
            sympy.sqrt(y),
        ]
    )
    return st.one_of(plain, plain, odd)


def conditions() -> st.SearchStrategy[object]:
    x, y, z = X
    return st.sampled_from([x > y, x <= z, sympy.Or(x > 1, y > 1), sympy.Not(sympy.Eq(x, z)), True])


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Random trees of depth at most 3 with payoffs, chances and guards in three parameters."""

    def node(depth: int) -> Node:
        kind = draw(st.sampled_from(["end", "move", "move", "chance"])) if depth else "end"
        if kind == "end":
            return Outcome({player: draw(expressions()) for player in PLAYERS})
        if kind == "chance":
            share = draw(st.sampled_from([sympy.Rational(1, 4), X[0] / 4, sympy.Integer(0)]))
            return Chance({"up": (share, node(depth - 1)), "down": (1 - share, node(depth - 1))})
        actions: dict[str, Node | When] = {}
        for place in range(draw(st.integers(1, 3))):
            child = node(depth - 1)
            guarded = draw(st.booleans()) and draw(st.booleans())
            actions[f"m{depth}{place}"] = When(draw(conditions()), child) if guarded else child
        return Decision(draw(st.sampled_from(PLAYERS)), actions)

    return Model(
        "random",
        Game(PLAYERS, node(3)),
        [Parameter(str(each)) for each in X],
        [Assumption("order", X[0] + X[1] >= X[2])],
    )


POINTS = st.lists(
    st.tuples(*[st.sampled_from([-1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 3.75])] * 3),
    min_size=1,
    max_size=8,
)


def drawn(points: list[tuple[float, ...]]) -> dict[str, np.ndarray]:
    return dict(zip(map(str, X), np.array(points).T, strict=True))


def check_draw(model: Model, table: SweepTable, place: int) -> None:
    """Compare a draw with the exact solver."""
    point = {name: Fraction(table.draws[name][place]) for name in table.draws.names}
    if not point["x0"] + point["x1"] >= point["x2"]:
        assert table.reasons[table.status[place] - 1] == "order"
        assert table.outcome[place] == -1
        return
    try:
        exact = backward_induction(model.at(**point))
    except NegotiationError:
        assert table.reasons[table.status[place] - 1].endswith("is undefined")
        assert np.isnan(table.rows[:, place]).all()
        return
    assert table.status[place] == 0
    if table.margin[place] <= 1e-9:
        return  # a tie, or rounding: told by the margin
    play = table.plays[int(table.outcome[place])]
    reached = {history for history, chance in exact.outcomes.items() if chance}
    assert reached <= set(play.histories)
    for player, payoff in exact.payoffs.items():
        assert table.payoffs[player][place] == pytest.approx(float(payoff), abs=1e-9)


@settings(deadline=None, max_examples=50)
@given(models(), POINTS)
def test_every_draw_is_what_backward_induction_gives(
    model: Model, points: list[tuple[float, ...]]
) -> None:
    table = batch(model, drawn(points), kernel="numpy", threads=1)
    for place in range(len(points)):
        check_draw(model, table, place)


@settings(deadline=None, max_examples=50)
@given(models(), POINTS)
def test_the_margin_is_zero_exactly_at_ties(model: Model, points: list[tuple[float, ...]]) -> None:
    """Payoffs without rounding: the margin is the least gap over the decisions."""
    table = batch(model, drawn(points), kernel="numpy", threads=1)
    for place in np.flatnonzero(table.used):
        game = model.at(**{name: Fraction(table.draws[name][place]) for name in table.draws.names})
        values = backward_induction(game).profile
        gaps = [float("inf")]
        for infoset in game.tree.infosets:
            found = node_values(values)
            [node] = infoset.nodes
            worths = sorted(found[child][infoset.player] for child in game.tree.children(node))
            if len(worths) > 1:
                gaps.append(float(worths[-1] - worths[-2]))
        assert table.margin[place] == pytest.approx(min(gaps), abs=1e-9)


@pytest.mark.skipif(not has_numba(), reason="numba is not installed")
@pytest.mark.parametrize(
    "name",
    [
        "basing_shadow",
        pytest.param("linkage_no_charity", marks=pytest.mark.slow),
        pytest.param("triangle", marks=pytest.mark.slow),
    ],
)
def test_kernels_agree_bit_by_bit(name: str) -> None:
    model = talks.catalogue()[name]()
    rng = np.random.default_rng(3)
    base = model.calibrations["baseline"]
    draws = {each: float(base[each]) * rng.uniform(0.2, 1.8, 5000) for each in base}
    one = batch(model, draws, kernel="numpy", check=False)
    two = batch(model, draws, kernel="numba", check=False)
    assert np.array_equal(one.outcome, two.outcome)
    assert np.array_equal(one.rows, two.rows, equal_nan=True)
    assert np.array_equal(one.status, two.status)


@pytest.mark.skipif(not has_numba(), reason="numba is not installed")
@pytest.mark.parametrize("leaves", [4, 9])
def test_kernels_agree_on_few_and_on_many_rows(leaves: int) -> None:
    """Two rows a leaf and three of results: read where they are up to 16, copied in beyond."""
    names = [f"u{k}" for k in range(2 * leaves)]
    symbols = sympy.symbols(names)
    assert (2 * leaves + 3 <= MOST_ROWS) == (leaves == 4)
    ends = {f"a{k}": Outcome({"A": symbols[2 * k], "B": symbols[2 * k + 1]}) for k in range(leaves)}
    model = Model("rows", Game(PLAYERS, Decision("A", ends)), [Parameter(each) for each in symbols])
    rng = np.random.default_rng(leaves)
    draws = {name: rng.normal(size=2 * TILE + 1) for name in names}
    draws["u0"][::7] = np.inf
    found = batch(model, draws, kernel="numba", threads=1)
    payoffs = np.array([draws[name] for name in names[::2]])
    fine = np.isfinite(payoffs[0])
    assert np.array_equal(found.payoffs["A"][fine], payoffs.max(axis=0)[fine])
    assert np.array_equal(found.outcome, np.where(fine, payoffs.argmax(axis=0), -1))
    cut = batch(model, draws, kernel="numba", block=100, threads=2)
    assert np.array_equal(found.rows, cut.rows, equal_nan=True)


@settings(deadline=None, max_examples=20)
@given(models(), POINTS, st.integers(1, 5), st.integers(1, 3))
def test_blocks_and_threads_change_nothing(
    model: Model, points: list[tuple[float, ...]], block: int, threads: int
) -> None:
    whole = batch(model, drawn(points), kernel="numpy", threads=1)
    cut = batch(model, drawn(points), kernel="numpy", block=block, threads=threads)
    assert np.array_equal(whole.outcome, cut.outcome)
    assert np.array_equal(whole.rows, cut.rows, equal_nan=True)
    assert np.array_equal(whole.status, cut.status)


@pytest.mark.parametrize("kernel", KERNELS)
def test_basing_shadow_by_its_closed_form(kernel: str) -> None:
    """Russia transfers iff treaty_gain exceeds basing_probability times basing_loss."""
    rng = np.random.default_rng(1)
    gain, probability = rng.uniform(0.1, 2.9, 20_000), rng.uniform(0.01, 0.99, 20_000)
    table = batch(
        talks.basing_shadow(),
        {"treaty_gain": gain, "basing_probability": probability, "basing_loss": 3},
        watch=["transfer", "station"],
        kernel=kernel,
    )
    transfers = gain > probability * 3
    assert np.array_equal(table.probability_of("transfer"), transfers.astype(float))
    assert np.array_equal(table.probability_of("station"), np.where(transfers, probability, 0.0))
    assert np.allclose(table.payoffs["Russia"], np.maximum(0, gain - 3 * probability))
    certain = np.abs(gain - 3 * probability)
    assert (table.margin <= certain + 1e-12).all()
    assert table.complete
    assert table.used.all()


@pytest.mark.parametrize("kernel", KERNELS)
def test_what_is_wrong_with_a_draw_is_said(kernel: str) -> None:
    model = talks.basing_shadow()
    table = batch(
        model,
        {"basing_probability": [0.5, 1.5, np.nan, 0.25], "treaty_gain": [1, 1, 1, np.inf]},
        kernel=kernel,
    )
    assert table.broken == {"a value is no finite number": 2, "base_possible": 1}
    assert table.used.tolist() == [True, False, False, False]
    assert table.outcome.tolist() == [0, -1, -1, -1]
    assert np.isnan(table.payoffs["Russia"][1:]).all()
    unchecked = batch(model, {"basing_probability": [1.5]}, check=False, kernel=kernel)
    assert unchecked.status[0] == 2  # the other branch has a negative probability


def test_play_numbers_are_all_different_and_all_plays() -> None:
    for name in ("basing_shadow", "triangle", "linkage_no_charity"):
        game = talks.catalogue()[name]().game
        table = batch(talks.catalogue()[name](), {})
        plays = list(table.plays)
        assert len({play.histories for play in plays}) == len(plays)
        assert len({play.label for play in plays}) == len(plays)
        histories = set(game.outcomes())
        assert {each for play in plays for each in play.histories} == histories
        with pytest.raises(IndexError, match="does not exist"):
            table.plays[len(plays)]


def test_a_model_that_is_all_fixed_has_one_draw() -> None:
    table = batch(talks.basing_shadow(), {"treaty_gain": 2})
    assert len(table) == 1
    assert table.payoffs["Russia"][0] == 0.5


def test_draws_are_read_carefully() -> None:
    model = talks.basing_shadow()
    with pytest.raises(UnknownName, match="did you mean 'treaty_gain'"):
        batch(model, {"treaty_gian": [1]})
    with pytest.raises(InvalidNumber, match="2 of treaty_gain, 3 of basing_loss"):
        batch(model, {"treaty_gain": [1, 2], "basing_loss": [1, 2, 3]})
    with pytest.raises(InvalidNumber, match="no numbers"):
        batch(model, {"treaty_gain": ["a"]})
    with pytest.raises(InvalidNumber, match="parameter → numbers"):
        batch(model, [1, 2])  # type: ignore[arg-type]
    with pytest.raises(InvalidNumber, match="one row a parameter"):
        batch(model, Draws(("treaty_gain",), np.empty((2, 3))))
    with pytest.raises(InvalidModel, match="not a Model"):
        batch(model.at(), {})  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="move"):
        batch(model, {}, watch=["trnsfer"])
    with pytest.raises(UnknownName, match="kernel"):
        batch(model, {}, kernel="c")
    with pytest.raises(NotSupported, match="block is 0"):
        batch(model, {}, block=0)
    with pytest.raises(NotSupported, match="threads is 0"):
        batch(model, {}, threads=0)
    with pytest.raises(NotSupported, match=r"parametric\.perfect_bayesian"):
        batch(talks.autonomy_signalling(), {})
    bare = Model("bare", Game(("A",), Outcome({"A": X[0]})), [Parameter("x0"), Parameter("x1")])
    with pytest.raises(MissingParameter, match="no value for x1"):
        batch(bare, {"x0": [1.0]})


def test_huge_trees_and_too_many_plays_are_refused() -> None:
    x = X[0]
    leaf = Outcome({"A": x})
    wide = Decision("A", {str(k): leaf for k in range(100_001)})
    with pytest.raises(NotSupported, match="numeric_backward_induction"):
        batch(Model("wide", Game(("A",), wide), [Parameter("x0")]), {"x0": [1.0]})
    choice = Decision("A", {"l": leaf, "r": Outcome({"A": 0})})
    chance = Chance({str(k): (sympy.Rational(1, 40), choice) for k in range(40)})
    with pytest.raises(NotSupported, match="has 1099511627776 plays"):
        batch(Model("plays", Game(("A",), chance), [Parameter("x0")]), {"x0": [1.0]})


def test_tables_go_to_pandas_and_xarray_and_files(tmp_path: object) -> None:
    from pathlib import Path

    import pandas as pd

    table = batch(
        talks.basing_shadow(), {"basing_probability": [0.25, 0.5, 1.5]}, watch=["transfer"]
    )
    frame = table.to_pandas()
    assert list(frame["outcome"]) == list(table.outcome)
    assert frame["path"][1] == "keep"
    assert frame["broken"].tolist() == ["", "", "base_possible"]
    assert frame["probability of transfer"][0] == 1
    folder = Path(str(tmp_path))
    table.save(folder / "t.parquet")
    assert pd.read_parquet(folder / "t.parquet")["margin"][0] == table.margin[0]
    table.save(folder / "t.npz")
    with np.load(folder / "t.npz") as saved:
        assert np.array_equal(saved["outcome"], table.outcome)
    with pytest.raises(NotSupported, match=r"\.npz or \.parquet"):
        table.save(folder / "t.csv")
    assert table.to_xarray()["margin"].dims == ("draw",)
    assert batch(talks.basing_shadow(), frame[["basing_probability"]]).used.sum() == 2


def test_grids_have_axes() -> None:
    table = grid(
        talks.basing_shadow(),
        treaty_gain=[1, 2],
        basing_probability=[0.25, 0.5, 0.75],
        basing_loss=3,
    )
    data = table.to_xarray()
    assert data["outcome"].shape == (2, 3)
    for gain in (1, 2):
        for probability in (0.25, 0.5, 0.75):
            here = data.sel(treaty_gain=gain, basing_probability=probability)
            assert float(here["payoff of Russia"]) == max(0, gain - 3 * probability)
    with pytest.raises(NotSupported, match="at least one axis"):
        grid(talks.basing_shadow())
    with pytest.raises(InvalidNumber, match="has no values"):
        grid(talks.basing_shadow(), treaty_gain=[])


def test_interruption_returns_what_is_finished_and_a_checkpoint_goes_on(tmp_path: object) -> None:
    from pathlib import Path

    model = talks.basing_shadow()
    draws = {"basing_probability": np.linspace(0.01, 0.99, 1000)}
    path = Path(str(tmp_path)) / "sweep.npz"

    def stop(done: int, total: int) -> None:
        if done >= total // 2:
            raise KeyboardInterrupt

    for threads in (1, 3):
        path.unlink(missing_ok=True)
        part = batch(
            model, draws, block=50, threads=threads, kernel="numpy", progress=stop, checkpoint=path
        )
        assert not part.complete
        assert 400 <= part.used.sum() < 1000
        assert (part.status[~part.used] == LEFT_OUT).all()
        assert "not reached" in str(part)
        seen: list[int] = []
        rest = batch(
            model,
            draws,
            block=50,
            kernel="numpy",
            progress=lambda done, _, seen=seen: seen.append(done),
            checkpoint=path,
        )
        assert len(seen) == (1000 - part.used.sum()) // 50
        whole = batch(model, draws, kernel="numpy")
        assert np.array_equal(rest.rows, whole.rows)
        assert np.array_equal(rest.outcome, whole.outcome)
    with pytest.raises(NotSupported, match="another sweep"):
        batch(model, {"basing_probability": [0.5]}, checkpoint=path)
    with pytest.raises(NotSupported, match=r"must end in \.npz"):
        batch(model, draws, checkpoint=path.with_suffix(".txt"))


def test_a_guard_may_leave_a_player_without_an_action() -> None:
    x = X[0]
    rule = Constraint("rule", x > 0)
    game = Game(("A",), Decision("A", {"go": When(rule, Outcome({"A": x}))}))
    table = batch(Model("guarded", game, [Parameter("x0")]), {"x0": [1.0, -1.0]}, kernel="numpy")
    assert table.status.tolist() == [0, 2]
