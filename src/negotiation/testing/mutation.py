"""Models changed by one mistake, and whether the propositions notice.

Mutation testing (DeMillo, Lipton and Sayward 1978) of a model: a sign of a payoff is turned, a move
is left out, two players move in the other order.  Propositions that hold of the model and of every
such mutant say nothing about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from negotiation.errors import InvalidModel, NegotiationError, NotSupported
from negotiation.game import Game, name_text
from negotiation.game.tree import Decision, Node, Outcome, When
from negotiation.model import Model, Proposition
from negotiation.testing.arguments import require_whole
from negotiation.testing.proposition import ClaimRefuted, check_proposition

if TYPE_CHECKING:
    from negotiation.model import Claim
    from negotiation.testing.examination import Predicate

__all__ = ["Mutant", "MutationScore", "mutation_score", "mutations"]

UNNAMED = "claim"


@dataclass(frozen=True)
class Mutant:
    """A model with a mistake.

    Attributes
    ----------
    change
        What was changed, in words.
    model
        The changed model.
    """

    change: str
    model: Model = field(repr=False)


@dataclass(frozen=True)
class MutationScore:
    """Which mistakes the propositions of a model notice.

    Attributes
    ----------
    noticed
        Change → the propositions that fail after it.
    unnoticed
        The changes after which every proposition holds still.
    """

    noticed: Mapping[str, tuple[str, ...]] = field(hash=False)
    unnoticed: tuple[str, ...]

    @property
    def score(self) -> float:
        """The share of the mistakes that are noticed; 0 where there are none."""
        count = len(self.noticed) + len(self.unnoticed)
        return len(self.noticed) / count if count else 0.0

    @property
    def silent(self) -> bool:
        """Whether the propositions notice nothing, and so say nothing about the model."""
        return not self.noticed

    def by(self, proposition: str) -> tuple[str, ...]:
        """Return the changes that a proposition notices."""
        return tuple(change for change, names in self.noticed.items() if proposition in names)

    def __str__(self) -> str:
        count = len(self.noticed) + len(self.unnoticed)
        lines = [f"{len(self.noticed)} of {count} mistakes are noticed"]
        lines += [f"  {change}: {', '.join(names)}" for change, names in self.noticed.items()]
        lines += [f"  nobody notices: {change}" for change in self.unnoticed]
        return "\n".join(lines)


def mutations(model: Model) -> Iterator[Mutant]:
    """Yield the models that differ by one mistake.

    Payoffs that are 0 have no sign to turn, and the last action of an information set is not left
    out.  Two moves change places where a decision of one player is followed, whatever is chosen,
    by a decision of another with the same actions, each seen by its player alone.

    Examples
    --------
    >>> from negotiation import talks
    >>> [mutant.change for mutant in mutations(talks.sanctions_dilemma())][:2]
    ["Japan's payoff after none / continue turned", "Russia's payoff after none / continue turned"]
    >>> len(list(mutations(talks.sanctions_dilemma())))
    19
    """
    _require_model(model)
    yield from _turned_payoffs(model)
    yield from _dropped_moves(model)
    yield from _swapped_moves(model)


def mutation_score(
    model: Model,
    propositions: Sequence[Proposition | Claim | Predicate | str] | None = None,
    *,
    most_mutants: int = 100,
    examples: int = 40,
    seconds: float = 5.0,
) -> MutationScore:
    """Say which mistakes in a model its propositions would notice.

    Parameters
    ----------
    model
        The model.
    propositions
        What to hold against the mutants: propositions, their names, claims, or functions of an
        equilibrium; left out, every proposition of the model that can be tested.
    most_mutants
        The most mutants to look at, spread evenly over all of them.
    examples, seconds
        As for `check_proposition`, of each question.

    Raises
    ------
    ClaimRefuted
        If a proposition does not even hold of the model itself.
    NotSupported
        If there is nothing to hold against the mutants.

    Examples
    --------
    >>> from negotiation import talks
    >>> score = mutation_score(talks.basing_shadow(), ["state_of_relations"], most_mutants=8)
    >>> score.silent, 0 < score.score <= 1
    (False, True)
    """
    _require_model(model)
    require_whole("most_mutants", most_mutants, least=1)
    asked = _asked(model, propositions)
    for each in asked.values():
        check_proposition(model, each, examples=examples, seconds=seconds)
    mutants = list(mutations(model))
    step = max(1, -(-len(mutants) // most_mutants))
    noticed: dict[str, tuple[str, ...]] = {}
    unnoticed: list[str] = []
    for mutant in mutants[::step]:
        failing = tuple(
            name
            for name, each in asked.items()
            if _fails(mutant.model, each, examples=examples, seconds=seconds)
        )
        if failing:
            noticed[mutant.change] = failing
        else:
            unnoticed.append(mutant.change)
    return MutationScore(noticed, tuple(unnoticed))


def _asked(
    model: Model, propositions: Sequence[Proposition | Claim | Predicate | str] | None
) -> dict[str, Proposition | Claim | Predicate]:
    found: list[Proposition | Claim | Predicate]
    if propositions is None:
        found = [p for p in model.propositions.values() if p.claims or p.check is not None]
    else:
        found = [model.propositions[p] if isinstance(p, str) else p for p in propositions]
    if not found:
        message = f"model {model.name!r} has no proposition that can be tested; give some"
        raise NotSupported(message)
    return {
        each.name if isinstance(each, Proposition) else f"{UNNAMED} {number}": each
        for number, each in enumerate(found, start=1)
    }


def _fails(
    mutant: Model, asked: Proposition | Claim | Predicate, *, examples: int, seconds: float
) -> bool:
    try:
        check_proposition(mutant, asked, examples=examples, seconds=seconds)
    except ClaimRefuted:
        return True
    except NegotiationError:  # the question makes no sense of this mutant, which says nothing
        return False
    return False


def _require_model(model: object) -> None:
    if not isinstance(model, Model):
        message = f"mutations are those of a Model, not of {model!r}"
        raise InvalidModel(message)


def _with_root(model: Model, root: Node) -> Model:
    return Model(
        model.name,
        Game(model.game.players, root),
        model.parameters,
        model.assumptions,
        model.calibrations,
        model.propositions,
        model.closed_forms,
        options=model.options,
    )


def _turned_payoffs(model: Model) -> Iterator[Mutant]:
    """Yield the models in which one payoff has the other sign."""
    for history, outcome in model.game.outcomes().items():
        for player, payoff in outcome.payoffs.items():
            if payoff != 0:
                turned = Outcome({**outcome.payoffs, player: -payoff}, outcome.label)
                root = _put(model.game.root, history, turned)
                change = f"{player}'s payoff after {name_text(history)} turned"
                yield Mutant(change, _with_root(model, root))


def _put(root: Node, history: Sequence[str], node: Node) -> Node:
    """Return the tree with another node after one history; nodes elsewhere stay as they are."""
    way: list[Node] = []
    here = root
    for label in history:
        way.append(here)
        here = _follow(here, label)
    for above, label in zip(reversed(way), reversed(history), strict=True):
        node = _with_child(above, label, node)
    return node


def _follow(node: Node, label: str) -> Node:
    if isinstance(node, Decision):
        follows = node.actions[label]
        return follows.node if isinstance(follows, When) else follows
    if isinstance(node, Outcome):
        message = f"nothing follows {node!r}"
        raise NotSupported(message)
    return node.branches[label][1]


def _with_child(above: Node, label: str, node: Node) -> Node:
    if isinstance(above, Decision):
        old = above.actions[label]
        new = When(old.condition, node) if isinstance(old, When) else node
        return Decision(above.player, {**above.actions, label: new}, above.infoset)
    if isinstance(above, Outcome):
        return above
    return type(above)({**above.branches, label: (above.branches[label][0], node)})


def _dropped_moves(model: Model) -> Iterator[Mutant]:
    """Yield the models in which one action of one information set is missing."""
    tree = model.game.tree
    for number, infoset in enumerate(tree.infosets):
        name = name_text(model.game.information_sets.at(number).name)
        children = [tree.first[infoset.nodes[0]] + place for place in range(len(infoset.actions))]
        for place, action in enumerate(infoset.actions):
            if all(child in tree.guards for child in children if child != children[place]):
                continue  # nothing is left, or nothing that is sure to be available
            root = model.game.root
            for node in infoset.nodes:
                root = _without_action(root, tree.history(node), action)
            yield Mutant(f"{action} at {name} left out", _with_root(model, root))


def _without_action(root: Node, history: Sequence[str], action: str) -> Node:
    at = root
    for label in history:
        at = _follow(at, label)
    if not isinstance(at, Decision):
        return root
    kept = {label: node for label, node in at.actions.items() if label != action}
    return _put(root, history, Decision(at.player, kept, at.infoset))


def _swapped_moves(model: Model) -> Iterator[Mutant]:
    """Yield the models in which two players move in the other order."""
    tree = model.game.tree
    for number, infoset in enumerate(tree.infosets):
        first = tree.nodes[infoset.nodes[0]]
        if len(infoset.nodes) > 1 or not isinstance(first, Decision):
            continue
        seconds = [each for each in first.actions.values() if isinstance(each, Decision)]
        seen = all(
            len(tree.infosets[tree.infoset[child]].nodes) == 1
            for child in tree.children(infoset.nodes[0])
            if tree.mover[child] >= 0
        )
        if len(seconds) < len(first.actions) or not seen or not _swappable(first, seconds):
            continue
        other = seconds[0]
        actions: dict[str, Node] = {}
        for reply in other.actions:
            below = {
                move: follow.actions[reply]
                for move, follow in zip(first.actions, seconds, strict=True)
            }
            label = f"{first.player} after {reply} [{number}]"
            actions[reply] = Decision(first.player, below, label)
        swapped = Decision(other.player, actions, f"{other.player} first [{number}]")
        root = _put(model.game.root, tree.history(infoset.nodes[0]), swapped)
        change = f"{other.player} moves before {first.player} at {_place(model, number)}"
        yield Mutant(change, _with_root(model, root))


def _place(model: Model, number: int) -> str:
    return name_text(model.game.information_sets.at(number).name)


def _swappable(first: Decision, seconds: Sequence[Decision]) -> bool:
    movers = {each.player for each in seconds}
    offers = {tuple(each.actions) for each in seconds}
    return len(movers) == 1 and len(offers) == 1 and first.player not in movers
