"""The Northern Territories (Southern Kurils) talks of 2017 as games, one a module."""

from negotiation.talks.alliance_pressure import alliance_pressure
from negotiation.talks.autonomy_signalling import autonomy_signalling
from negotiation.talks.backtest import Backtest, backtest
from negotiation.talks.basing_shadow import basing_shadow
from negotiation.talks.catalogue import catalogue
from negotiation.talks.claims import ARTICLE, ArticleClaim, claims
from negotiation.talks.congress_veto import congress_veto
from negotiation.talks.coverage import Coverage, coverage
from negotiation.talks.legal_framework import legal_framework
from negotiation.talks.linkage_no_charity import linkage_no_charity
from negotiation.talks.negotiator_authority import negotiator_authority
from negotiation.talks.no_base_pledge import no_base_pledge
from negotiation.talks.predictions import Predictions, predictions
from negotiation.talks.project_menu import project_menu
from negotiation.talks.project_portfolio import ProjectPortfolio, project_portfolio
from negotiation.talks.projects import projects
from negotiation.talks.readings import Reading, ReadingComparison, compare_readings, readings
from negotiation.talks.repeated_talks import repeated_talks
from negotiation.talks.sanctions_cascade import sanctions_cascade
from negotiation.talks.sanctions_dilemma import sanctions_dilemma
from negotiation.talks.staffing_window import staffing_window
from negotiation.talks.triangle import triangle
from negotiation.talks.warm_words import warm_words

__all__ = [
    "ARTICLE",
    "ArticleClaim",
    "Backtest",
    "Coverage",
    "Predictions",
    "ProjectPortfolio",
    "Reading",
    "ReadingComparison",
    "alliance_pressure",
    "autonomy_signalling",
    "backtest",
    "basing_shadow",
    "catalogue",
    "claims",
    "compare_readings",
    "congress_veto",
    "coverage",
    "legal_framework",
    "linkage_no_charity",
    "negotiator_authority",
    "no_base_pledge",
    "predictions",
    "project_menu",
    "project_portfolio",
    "projects",
    "readings",
    "repeated_talks",
    "sanctions_cascade",
    "sanctions_dilemma",
    "staffing_window",
    "triangle",
    "warm_words",
]
