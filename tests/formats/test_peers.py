"""Games through Gambit and OpenSpiel: same trees, same payoffs, each other's equilibria checked."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest
from hypothesis import given, settings

from negotiation import Game
from negotiation.errors import NegotiationError
from negotiation.exact import is_rational
from negotiation.formats import read_efg, to_openspiel, to_pygambit, write_efg
from negotiation.game import BehaviourProfile, expected_payoffs, simultaneous_game
from negotiation.game.compiled import CHANCE, OUTCOME
from negotiation.solve import Equilibrium, backward_induction, nash, subgame_perfect
from negotiation.solve.certificate import NASH, certify
from negotiation.talks import catalogue
from negotiation.testing import imperfect_information_games
from tests.formats.test_efg import labels, renamed
from tests.poker import (
    koller_megiddo_von_stengel,
    kuhn_poker,
    myerson_card_game,
    stripped_down_poker,
)
from tests.support.games import (
    bargaining,
    beer_quiche,
    independent_messages,
    independent_trembles,
    job_market,
    selten_horse,
    shared_ignorance,
    trust,
    two_beliefs,
)
from tests.support.nash_games import (
    bagwell,
    mckelvey_mclennan,
    myerson_4_2,
    nau_gomez_canovas_hansen,
    von_stengel_forges,
)
from tests.support.subgames import (
    battle_with_outside_option,
    burning_money,
    centipede,
    chain_store,
    entry_deterrence,
    fehr_schmidt_ultimatum,
    selten_figure_two,
)
from tests.support.ultimatum import ultimatum

pytestmark = [pytest.mark.peers, pytest.mark.filterwarnings("ignore")]  # warnings of the peers


def matrix(first: list[list[int]], second: list[list[int]]) -> Callable[[], Game]:
    return lambda: simultaneous_game([first, second])


TEXTBOOK: dict[str, Callable[[], Game]] = {
    "Kuhn 1950": kuhn_poker,
    "Kuhn, four cards": lambda: kuhn_poker(4),
    "Myerson 1991, figure 2.1": myerson_card_game,
    "Reiley et al. 2008": stripped_down_poker,
    "Koller, Megiddo, von Stengel 1994": koller_megiddo_von_stengel,
    "Selten 1975, horse": selten_horse,
    "Selten 1975, figure 2": selten_figure_two,
    "Cho and Kreps 1987": beer_quiche,
    "Watson, figure 29.1": job_market,
    "Kreps, trust": trust,
    "independent trembles": independent_trembles,
    "independent messages": independent_messages,
    "shared ignorance": shared_ignorance,
    "two beliefs": two_beliefs,
    "two-round bargaining": lambda: bargaining(Fraction(1, 2), Fraction(1, 3)),
    "Bagwell 1995": bagwell,
    "McKelvey and McLennan 1996": mckelvey_mclennan,
    "Nau, Gomez Canovas, Hansen 2004": nau_gomez_canovas_hansen,
    "Myerson 1991, figure 4.2": myerson_4_2,
    "von Stengel and Forges 2008": von_stengel_forges,
    "battle with outside option": lambda: battle_with_outside_option(2),
    "burning money": lambda: burning_money(1),
    "centipede, 4": lambda: centipede(4),
    "centipede, 6": lambda: centipede(6),
    "entry deterrence": entry_deterrence,
    "chain store": lambda: chain_store(2),
    "Fehr and Schmidt": lambda: fehr_schmidt_ultimatum(4),
    "ultimatum": lambda: ultimatum(4),
    "prisoners' dilemma": matrix([[3, 0], [5, 1]], [[3, 5], [0, 1]]),
    "chicken": matrix([[6, 2], [7, 0]], [[6, 7], [2, 0]]),
    "stag hunt": matrix([[4, 0], [3, 2]], [[4, 3], [0, 2]]),
    "matching pennies": matrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]),
    "Shapley 1964": matrix([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]]),
}
GAMES = {**TEXTBOOK, **{name: lambda name=name: catalogue()[name]().at() for name in catalogue()}}
every_game = pytest.mark.parametrize("name", list(GAMES))


def depth_first_sets(game: Game) -> list[list[int]]:
    """Each player's information sets in the order in which a walk in depth meets them."""
    tree = game.tree
    sets: list[list[int]] = [[] for _ in game.players]
    stack = [0]
    while stack:
        node = stack.pop()
        if tree.infoset[node] >= 0 and tree.infoset[node] not in sets[tree.mover[node]]:
            sets[tree.mover[node]].append(tree.infoset[node])
        stack.extend(reversed(tree.children(node)))
    return sets


def random_profile(game: Game, seed: int) -> BehaviourProfile:
    draw = random.Random(seed)  # noqa: S311 - test data
    rows = []
    for infoset in game.tree.infosets:
        weights = [draw.randint(1, 9) for _ in infoset.actions]
        rows.append(tuple(Fraction(weight, sum(weights)) for weight in weights))
    return BehaviourProfile(game, tuple(rows))


def theirs(game: Game, gambit, profile: BehaviourProfile):  # noqa: ANN001, ANN201 - theirs
    data = [
        [[str(chance) for chance in profile.table[number]] for number in own]
        for own in depth_first_sets(game)
    ]
    return gambit.mixed_behavior_profile(data, rational=True)


def ours(game: Game, gambit_profile) -> BehaviourProfile:  # noqa: ANN001 - theirs
    table: list[tuple[Fraction, ...]] = [()] * len(game.tree.infosets)
    for player, own in zip(game.players, depth_first_sets(game), strict=True):
        if not own:
            continue
        for number, chances in zip(own, their_rows(gambit_profile, player), strict=True):
            actions = game.tree.infosets[number].actions
            table[number] = tuple(Fraction(str(chances[action])) for action in actions)
    return BehaviourProfile(game, tuple(table))


def their_rows(gambit_profile, player: str) -> list[dict[str, object]]:  # noqa: ANN001 - theirs
    """Return action → probability at each information set of a player."""
    if hasattr(gambit_profile, "mixed_actions"):  # 16.7, where a player's rows cannot be walked
        return [
            {action.label: gambit_profile[infoset][action] for action in infoset.actions}
            for infoset in gambit_profile.game.players[player].infosets
        ]
    return [dict(mixed) for _, mixed in gambit_profile[player]]


def solved(game: Game) -> list[Equilibrium]:
    """Return some equilibria of ours."""
    try:
        found = nash(game) if game.size.strategy_profiles <= 5_000 else subgame_perfect(game)
    except NegotiationError:
        found = [backward_induction(game)] if game.has_perfect_information else []
    rational = [e for e in found if all(is_rational(c) for row in e.profile.table for c in row)]
    return rational[:20]


@every_game
def test_gambit_has_the_same_game(name: str) -> None:
    """Its own text of the game reads as the same tree, and random profiles pay the same."""
    game = GAMES[name]().settled
    gambit = to_pygambit(game)
    again = read_efg(gambit.to_efg())
    assert again.tree.parent == game.tree.parent
    assert again.tree.label == game.tree.label
    assert again.tree.payoffs == game.tree.payoffs
    assert again.tree.infoset == game.tree.infoset
    assert again.tree.probability == game.tree.probability
    for seed in range(5):
        profile = random_profile(game, seed)
        same = theirs(game, gambit, profile)
        for player, payoff in expected_payoffs(profile).items():
            paid = same.payoffs[player] if hasattr(same, "payoffs") else same.payoff(player)  # 16.7
            assert Fraction(str(paid)) == payoff


@every_game
def test_our_equilibria_pass_gambits_regrets(name: str) -> None:
    game = GAMES[name]().settled
    gambit = to_pygambit(game)
    for equilibrium in solved(game):
        profile = theirs(game, gambit, equilibrium.profile)
        assert Fraction(str(profile.agent_max_regret())) == 0
        if game.size.strategy_profiles <= 100_000:
            assert Fraction(str(profile.max_regret())) == 0


@every_game
def test_gambits_equilibria_pass_our_certificates(name: str) -> None:
    import pygambit

    game = GAMES[name]().settled
    if len(game.players) != 2 or game.size.strategy_profiles > 100_000:
        pytest.skip("Gambit's exact solver of trees is for two players")
    found = pygambit.nash.lcp_solve(to_pygambit(game))
    equilibria = found.equilibria if hasattr(found, "equilibria") else [found.equilibrium]  # 16.7
    assert equilibria
    for each in equilibria:
        assert certify(ours(game, each), NASH).holds


def pairs(game: Game, theirs) -> Iterator[tuple[int, object]]:  # noqa: ANN001 - theirs
    """Walk both trees by labels; each node of ours with the state of theirs."""
    tree = game.tree
    stack = [(0, theirs.new_initial_state())]
    while stack:
        node, state = stack.pop()
        yield node, state
        if tree.mover[node] == OUTCOME:
            continue
        moves = state.chance_outcomes() if state.is_chance_node() else []
        actions = [action for action, _ in moves] or state.legal_actions()
        named = {
            state.action_to_string(state.current_player(), action): action for action in actions
        }
        for child in tree.children(node):
            action = named[tree.label[child]]
            if moves:
                assert dict(moves)[action] == pytest.approx(float(tree.probability[child]))
            stack.append((child, state.child(action)))


def spiel(name: str):  # noqa: ANN201 - theirs
    game = GAMES[name]().settled
    if any(chance == 0 for chance in game.tree.probability.values()):
        pytest.skip("OpenSpiel refuses branches of probability 0")
    return game, to_openspiel(game)


@every_game
def test_openspiel_has_the_same_game(name: str) -> None:
    """Movers, moves, chances, payoffs of every play, and who can tell what apart."""
    game, theirs = spiel(name)
    known: dict[tuple[int, str], int] = {}
    for node, state in pairs(game, theirs):
        mover = game.tree.mover[node]
        if mover == OUTCOME:
            assert state.is_terminal()
            assert state.returns() == pytest.approx([float(p) for p in game.tree.payoffs[node]])
        elif mover == CHANCE:
            assert state.is_chance_node()
        else:
            assert state.current_player() == mover
            place = (mover, state.information_state_string(mover))
            assert known.setdefault(place, game.tree.infoset[node]) == game.tree.infoset[node]
    assert len(known) == len(game.tree.infosets)


def spiel_policy(game: Game, theirs, profile: BehaviourProfile):  # noqa: ANN001, ANN201 - theirs
    from open_spiel.python import policy

    table = policy.TabularPolicy(theirs)
    for node, state in pairs(game, theirs):
        if game.tree.mover[node] >= 0:
            row = table.policy_for_key(state.information_state_string(game.tree.mover[node]))
            infoset = game.tree.infosets[game.tree.infoset[node]]
            chances = dict(
                zip(infoset.actions, profile.table[game.tree.infoset[node]], strict=True)
            )
            for action in state.legal_actions():
                row[action] = float(chances[state.action_to_string(state.current_player(), action)])
    return table


@every_game
def test_our_equilibria_pass_openspiels_regrets(name: str) -> None:
    from open_spiel.python.algorithms import expected_game_score, exploitability

    game, theirs = spiel(name)
    if len(game.tree) > 3_000 or len(game.players) < 2:
        pytest.skip("OpenSpiel's best replies in Python are slow on trees of this size")
    uneven = random_profile(game, 3)
    table = spiel_policy(game, theirs, uneven)
    score = expected_game_score.policy_value(
        theirs.new_initial_state(), [table] * len(game.players)
    )
    assert list(score) == pytest.approx([float(pay) for pay in expected_payoffs(uneven).values()])
    for equilibrium in solved(game)[:5]:
        table = spiel_policy(game, theirs, equilibrium.profile)
        assert exploitability.nash_conv(theirs, table) == pytest.approx(0, abs=1e-9)


ZERO_SUM = ["Kuhn 1950", "Kuhn, four cards", "Myerson 1991, figure 2.1", "matching pennies"]


@pytest.mark.parametrize("name", ZERO_SUM)
def test_openspiels_equilibria_pass_our_certificates(name: str) -> None:
    """Counterfactual regret minimisation: near an equilibrium, by our regrets in Fractions."""
    from open_spiel.python.algorithms import cfr

    game, theirs = spiel(name)
    solver = cfr.CFRPlusSolver(theirs)
    for _ in range(300):
        solver.evaluate_and_update_policy()
    average = solver.average_policy()
    rows: list[tuple[Fraction, ...]] = [()] * len(game.tree.infosets)
    for node, state in pairs(game, theirs):
        if game.tree.mover[node] < 0:
            continue
        infoset = game.tree.infosets[game.tree.infoset[node]]
        found = average.action_probabilities(state)
        named = {
            state.action_to_string(state.current_player(), action): Fraction(chance)
            for action, chance in found.items()
        }
        total = sum(named.values())
        rows[game.tree.infoset[node]] = tuple(named[action] / total for action in infoset.actions)
    certificate = certify(BehaviourProfile(game, tuple(rows)), NASH, tolerance=Fraction(1, 100))
    assert certificate.holds


@given(imperfect_information_games(max_profiles=64), labels)
@settings(max_examples=60, deadline=None)
def test_gambit_takes_every_label(game: Game, word: str) -> None:
    """And gives each back as it was written, so that what it writes reads as the same game."""
    game = renamed(game, word)
    assert read_efg(to_pygambit(game).to_efg()).tree.label == game.tree.label


def test_there_are_thirty_textbook_games() -> None:
    assert len(TEXTBOOK) >= 30
    text = write_efg(kuhn_poker())
    assert read_efg(io.StringIO(text)) == kuhn_poker()
