"""Families of games: parameters, assumptions, constraints, calibrations, propositions."""

from negotiation.model.assumption import Assumption, Constraint, Proposition
from negotiation.model.capitals import capitals, in_words, sentences_of
from negotiation.model.claim import (
    Always,
    Claim,
    Contained,
    Event,
    Happens,
    HappensIff,
    Independent,
    Monotone,
    Passes,
    Reaches,
    SamePayoffs,
    Variant,
    Varies,
    passes,
    reaches,
    variant,
)
from negotiation.model.claim_names import require_known_names
from negotiation.model.closed_form import ClosedForm, Formula
from negotiation.model.model import Model
from negotiation.model.named import Named
from negotiation.model.parameter import Domain, Parameter, domain
from negotiation.model.property_test import PropertyTest
from negotiation.model.source import MODELLER, Source, article, literature
from negotiation.model.wording import condition_text

__all__ = [
    "MODELLER",
    "Always",
    "Assumption",
    "Claim",
    "ClosedForm",
    "Constraint",
    "Contained",
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
    "PropertyTest",
    "Proposition",
    "Reaches",
    "SamePayoffs",
    "Source",
    "Variant",
    "Varies",
    "article",
    "capitals",
    "condition_text",
    "domain",
    "in_words",
    "literature",
    "passes",
    "reaches",
    "require_known_names",
    "sentences_of",
    "variant",
]
