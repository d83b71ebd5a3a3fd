"""Moves common to negotiations, as subtrees for games of one's own.

Each function returns a node (`Decision`, `Chance` or `Outcome`) from payoffs that may hold sympy
expressions; labels of actions and information sets can be chosen.  The subtrees nest: wherever a
move ends, payoffs or a further node may follow.
"""

from negotiation.protocols.alternating import alternating_offers, discounted
from negotiation.protocols.ending import Ending, ending
from negotiation.protocols.guards import joint_participation, no_charity
from negotiation.protocols.outside import outside_option
from negotiation.protocols.pledge import pledge
from negotiation.protocols.repeated import repeated_stage
from negotiation.protocols.simultaneous import simultaneous_move
from negotiation.protocols.ultimatum import offer_grid, ultimatum
from negotiation.protocols.veto import ratification, veto

__all__ = [
    "Ending",
    "alternating_offers",
    "discounted",
    "ending",
    "joint_participation",
    "no_charity",
    "offer_grid",
    "outside_option",
    "pledge",
    "ratification",
    "repeated_stage",
    "simultaneous_move",
    "ultimatum",
    "veto",
]
