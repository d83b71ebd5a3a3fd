"""Alternating offers over a finite set of packages: which is agreed, when, by patience.

Players take turns to offer a package; the other accepts, or rejects and offers next (Ståhl 1972
with a last round; Rubinstein 1982 without).  Each payoff agreed in round t is worth its
discount factor to the power t - 1.  Payoffs are gains over disagreement, so breaking off pays 0.
With a last round the game is a graph of one state an offer and round, so backward induction
is linear where the tree is exponential.  The floor of solvers is imported where it is used, so
that packages can be described without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from negotiation.errors import NotSupported, UnknownName
from negotiation.exact import NumberLike, exact_number
from negotiation.game import Rules, Turn

if TYPE_CHECKING:
    from negotiation.bargaining.packages import Deal, PackageFrontier
    from negotiation.solve import StateEquilibrium

__all__ = [
    "OfferState",
    "PackageAgreement",
    "agreements_by_patience",
    "alternating_package_offers",
    "package_agreement",
    "stationary_package_agreements",
]

OfferState: TypeAlias = "tuple[str, int, int]"
"""What is next (``"offer"``, ``"answer"``, ``"agreed"``, ``"broken off"``), the round, the deal."""

ACCEPT, REJECT = "accept", "reject"


@dataclass(frozen=True)
class PackageAgreement:
    """What is agreed in a subgame-perfect equilibrium.

    Attributes
    ----------
    deal
        The deal that is agreed; ``None`` if there is none.
    round
        The round of the agreement, from 1; ``None`` if there is none.
    payoffs
        Player → discounted payoff.
    equilibrium
        The equilibrium, which can be verified.
    """

    deal: Deal | None
    round: int | None
    payoffs: Mapping[str, Fraction]
    equilibrium: StateEquilibrium[OfferState]


def alternating_package_offers(
    frontier: PackageFrontier,
    discount: NumberLike | Mapping[str, NumberLike],
    *,
    rounds: int | None,
    first: str | None = None,
) -> Rules[OfferState]:
    """Return the game of alternating offers over the deals of a frontier.

    Parameters
    ----------
    frontier
        The deals that may be offered; offers are labelled ``deal 1``, ``deal 2``, … in its order.
        What counts is the gain over disagreement, so that breaking off pays 0.
    discount
        One discount factor, or player → factor, in (0, 1].
    rounds
        The last round; ``None`` for no last round.
    first
        Who offers in the first round; the menu's first player by default.

    Raises
    ------
    NotSupported
        If the frontier is empty, or there is no round.
    UnknownName
        If nobody has the name of the first mover.
    InvalidNumber
        If a discount factor is not in (0, 1].

    Examples
    --------
    A small game can be written out as a tree.

    >>> from negotiation.bargaining import Menu, Project, package_size, pareto_packages
    >>> from negotiation.game import unroll
    >>> menu = Menu(
    ...     [Project("mine", {"A": 4, "B": 1}), Project("port", {"A": 1, "B": 3})],
    ...     [package_size(1)],
    ... )
    >>> rules = alternating_package_offers(pareto_packages(menu), "1/2", rounds=2)
    >>> len(unroll(rules).outcomes())
    10
    """
    players = frontier.menu.players
    if not frontier.deals:
        message = "the frontier is empty: there is no deal to offer"
        raise NotSupported(message)
    if rounds is not None and (isinstance(rounds, bool) or rounds < 1):
        message = f"rounds is {rounds!r}; it must be a whole number of at least 1, or None"
        raise NotSupported(message)
    opener = players[0] if first is None else first
    if opener not in players:
        raise UnknownName("player", opener, players)
    order = players if opener == players[0] else players[::-1]
    gains = [dict(zip(players, frontier.gains(deal), strict=True)) for deal in frontier.deals]
    labels = tuple(f"deal {number}" for number in range(1, len(gains) + 1))
    number = {label: place for place, label in enumerate(labels)}

    def mover(state: OfferState) -> str | Turn:
        what, turn, _ = state
        if what == "offer":
            return order[turn % 2]
        return order[(turn + 1) % 2] if what == "answer" else Turn.END

    def moves(state: OfferState) -> tuple[str, ...]:
        return labels if state[0] == "offer" else (ACCEPT, REJECT)

    def next_state(state: OfferState, move: str) -> OfferState:
        what, turn, deal = state
        if what == "offer":
            return ("answer", turn, number[move])
        if move == ACCEPT:
            return ("agreed", turn, deal)
        if rounds is None:  # whose turn it is counts, not the round, so that states come back
            return ("offer", (turn + 1) % 2, 0)
        return ("offer", turn + 1, 0) if turn + 1 < rounds else ("broken off", turn, 0)

    def payoffs(state: OfferState) -> Mapping[str, Fraction]:
        if state[0] == "broken off":
            return dict.fromkeys(players, Fraction(0))
        return gains[state[2]]

    def takes_time(state: OfferState, move: str) -> bool:
        return state[0] == "answer" and move == REJECT

    return Rules(
        players=players,
        start=("offer", 0, 0),
        mover=mover,
        moves=moves,
        next_state=next_state,
        payoffs=payoffs,
        discount=discount,
        takes_time=takes_time,
    )


def package_agreement(
    frontier: PackageFrontier,
    discount: NumberLike | Mapping[str, NumberLike],
    *,
    rounds: int,
    first: str | None = None,
) -> PackageAgreement:
    """Find what is agreed with a last round, by backward induction on the graph of states.

    Ties go to the deal first on the frontier, and to acceptance.  Linear in deals times rounds.

    Parameters
    ----------
    frontier, discount, rounds, first
        As in `alternating_package_offers`.

    Raises
    ------
    NotSupported, UnknownName, InvalidNumber
        As in `alternating_package_offers`.

    Examples
    --------
    The last word is worth most: with one round A takes its best, with two B must be given more.

    >>> from negotiation.bargaining import Menu, Project, package_size, pareto_packages
    >>> menu = Menu(
    ...     [
    ...         Project("mine", {"A": 4, "B": 1}),
    ...         Project("road", {"A": 3, "B": 2}),
    ...         Project("port", {"A": 1, "B": 3}),
    ...     ],
    ...     [package_size(1)],
    ... )
    >>> frontier = pareto_packages(menu)
    >>> [package_agreement(frontier, "2/3", rounds=n).deal.packages[0] for n in (1, 2)]
    [('mine',), ('road',)]
    """
    if rounds is None:
        message = "rounds is None; use stationary_package_agreements for talks without a last round"
        raise NotSupported(message)
    from negotiation.solve import backward_induction

    rules = alternating_package_offers(frontier, discount, rounds=rounds, first=first)
    return _agreement(frontier, backward_induction(rules))


def stationary_package_agreements(
    frontier: PackageFrontier,
    discount: NumberLike | Mapping[str, NumberLike],
    *,
    first: str | None = None,
    limit: int = 1_000,
) -> list[PackageAgreement]:
    """Find what is agreed without a last round: all pure stationary equilibria.

    Parameters
    ----------
    frontier, discount, first
        As in `alternating_package_offers`; every discount factor must be below 1.
    limit
        The most equilibria.

    Returns
    -------
    list of PackageAgreement
        One an equilibrium, each verified; empty where none is pure and stationary.  With finitely
        many deals patience does not single one out: players patient enough to hold out for a deal
        can agree on any (van Damme, Selten and Winter 1990).

    Raises
    ------
    NotSupported
        If somebody does not discount, or the search outgrows `solve.stationary`.
    TooManyEquilibria
        If there are more than ``limit``.
    UnknownName, InvalidNumber
        As in `alternating_package_offers`.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project, package_size, pareto_packages
    >>> menu = Menu(
    ...     [
    ...         Project("mine", {"A": 4, "B": 1}),
    ...         Project("road", {"A": 3, "B": 2}),
    ...         Project("port", {"A": 1, "B": 3}),
    ...     ],
    ...     [package_size(1)],
    ... )
    >>> frontier = pareto_packages(menu)
    >>> for discount in ("2/7", "3/5", "9/10"):
    ...     found = stationary_package_agreements(frontier, discount)
    ...     print(discount, sorted({each.deal.packages[0][0] for each in found}))
    2/7 ['mine']
    3/5 ['road']
    9/10 ['mine', 'port', 'road']
    """
    from negotiation.solve import stationary

    rules = alternating_package_offers(frontier, discount, rounds=None, first=first)
    return [_agreement(frontier, found) for found in stationary(rules, limit=limit)]


def _agreement(
    frontier: PackageFrontier, equilibrium: StateEquilibrium[OfferState]
) -> PackageAgreement:
    path = equilibrium.path
    if not path or path[-1] != ACCEPT:
        return PackageAgreement(None, None, equilibrium.payoffs, equilibrium)
    deal = frontier.deals[int(path[-2].removeprefix("deal ")) - 1]
    return PackageAgreement(deal, len(path) // 2, equilibrium.payoffs, equilibrium)


def agreements_by_patience(
    frontier: PackageFrontier,
    discounts: Iterable[NumberLike],
    *,
    rounds: int,
    first: str | None = None,
) -> Mapping[Fraction, PackageAgreement]:
    """Return for each common discount factor what is agreed.

    Parameters
    ----------
    frontier, rounds, first
        As in `package_agreement`.
    discounts
        The discount factors.

    Examples
    --------
    >>> from negotiation.bargaining import Menu, Project, package_size, pareto_packages
    >>> menu = Menu(
    ...     [Project("mine", {"A": 4, "B": 1}), Project("port", {"A": 1, "B": 3})],
    ...     [package_size(1)],
    ... )
    >>> found = agreements_by_patience(pareto_packages(menu), ["1/4", "3/4"], rounds=2)
    >>> [agreement.deal.packages for agreement in found.values()]
    [(('mine',),), (('port',),)]
    """
    read = [exact_number(each, what="a discount factor") for each in discounts]
    return {each: package_agreement(frontier, each, rounds=rounds, first=first) for each in read}
