"""The forms of the games: each game as it is by default, and the variants that differ in kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiation.model import Model

__all__ = ["FORMS", "audited_forms", "form_name", "forms"]

FORMS: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "basing_shadow": ({"informed": True},),
    "linkage_no_charity": ({"baseline": "linked"}, {"protocol": "alternating_offers"}),
    "warm_words": ({"reading": "two_channel"},),
    "congress_veto": ({"form": "president_proposes"}, {"form": "congress_proposes"}),
    "legal_framework": (
        {"menu": "russian_law_only"},
        {"menu": "softened"},
        {"protocol": "alternating_offers"},
    ),
    "negotiator_authority": ({"stage": "venue"},),
    "alliance_pressure": ({"private_resolve": True},),
    "repeated_talks": ({"simultaneous": False}, {"stage": "jea_dilemma"}),
}
"""The forms of the games besides their default ones."""

SMALLER: Mapping[str, Mapping[str, object]] = {
    "linkage_no_charity": {"steps": 2, "aid_steps": 2},
    "repeated_talks": {"rounds": 3},
}
"""Options that keep a proof or a test within seconds; what is said does not depend on them."""


def forms() -> Iterator[Model]:
    """Build every game in its default form and in the others.

    >>> sum(model.name == "congress_veto" for model in forms())
    3
    """
    from negotiation.talks.catalogue import catalogue

    for name, build in catalogue().items():
        for options in ({}, *FORMS.get(name, ())):
            yield build(**options)


def audited_forms() -> Iterator[Model]:
    """Build the forms that together state every proposition, small where that is faster.

    A form is left out where an earlier one of the same game states all of its propositions.

    >>> [form_name(model) for model in audited_forms() if model.name == "warm_words"]
    ['warm_words', 'warm_words (reading=two_channel)']
    """
    from negotiation.talks.catalogue import catalogue

    for name, build in catalogue().items():
        stated: set[object] = set()
        for options in ({}, *FORMS.get(name, ())):
            model = build(**{**SMALLER.get(name, {}), **options})
            said = {(each.name, each.claims) for each in model.propositions.values()}
            if not said <= stated:
                yield model
            stated |= said


def form_name(model: Model) -> str:
    """Return the name of a model with the options that are not the default ones.

    >>> from negotiation import talks
    >>> form_name(talks.basing_shadow(informed=True))
    'basing_shadow (informed=True)'
    """
    from negotiation.talks.catalogue import catalogue

    usual = catalogue()[model.name]().options
    given = [f"{key}={value}" for key, value in model.options.items() if usual[key] != value]
    return f"{model.name} ({', '.join(given)})" if given else model.name
