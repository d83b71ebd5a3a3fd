"""Families of games: parameters, assumptions, constraints, calibrations, propositions."""

from negotiation.model.assumption import Assumption, Constraint, Proposition
from negotiation.model.claim import (
    Claim,
    Event,
    Happens,
    HappensIff,
    Independent,
    Monotone,
    Passes,
    Reaches,
    passes,
    reaches,
)
from negotiation.model.closed_form import ClosedForm, Formula
from negotiation.model.model import Model
from negotiation.model.named import Named
from negotiation.model.parameter import Domain, Parameter, domain
from negotiation.model.source import MODELLER, Source, article, literature
from negotiation.model.wording import condition_text

__all__ = [
    "MODELLER",
    "Assumption",
    "Claim",
    "ClosedForm",
    "Constraint",
    "Domain",
    "Event",
    "Formula",
    "Happens",
    "HappensIff",
    "Independent",
    "Model",
    "Monotone",
    "Named",
    "Parameter",
    "Passes",
    "Proposition",
    "Reaches",
    "Source",
    "article",
    "condition_text",
    "domain",
    "literature",
    "passes",
    "reaches",
]
