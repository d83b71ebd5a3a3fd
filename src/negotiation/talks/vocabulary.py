"""One name, one meaning, one symbol across all games of the talks.

The article fixes signs and orderings only; every number is a modeller's choice.  Payoffs are in
arbitrary common units.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from negotiation.errors import UnknownName
from negotiation.model import MODELLER, Parameter, Source, article
from negotiation.talks.claims import claims

if TYPE_CHECKING:
    import sympy

__all__ = ["parameters", "symbols", "vocabulary"]


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, Parameter]:
    """Return every parameter of the games by name.

    >>> vocabulary()["treaty_gain"].latex
    'g'
    """
    rows = (
        ("island_value", "v", "> 0", "Japan's value of receiving the two islands with a treaty"),
        (
            "treaty_gain",
            "g",
            "real",
            "Russia's net gain from treaty and transfer, before any security cost",
        ),
        (
            "basing_loss",
            "s",
            ">= 0",
            "Russia's security loss if US forces are stationed on the islands",
        ),
        (
            "basing_probability",
            "p",
            "[0, 1]",
            "probability that the United States wants a base there",
        ),
        ("hosting_cost", "d", ">= 0", "Japan's cost of hosting a base on the islands"),
        ("basing_benefit", "b", "> 0", "US gain from a base it wants"),
        (
            "unwanted_basing_cost",
            "b_0",
            "> 0",
            "US loss from stationing without interest in a base",
        ),
        ("reneging_cost", "q", ">= 0", "Japan's cost of breaking a pledge given to Russia"),
        ("refusal_cost", "a", ">= 0", "alliance cost to Japan of refusing a US request"),
        ("rebuff_cost", "r", "> 0", "US cost of a refused request"),
        ("pledge_cost", "k", ">= 0", "alliance friction caused by the pledge itself"),
        (
            "pledge_cost_autonomous",
            "k_A",
            "> 0",
            "cost of pledging for a Japan that can refuse a base",
        ),
        (
            "pledge_cost_dependent",
            "k_D",
            "> 0",
            "cost of pledging for a Japan that cannot refuse a base and has to break its word",
        ),
        ("autonomy_probability", r"\omega", "(0, 1)", "prior that Japan can refuse a base"),
        ("transfer_cost", "L", "> 0", "Russia's net cost of the transfer before compensation"),
        ("jea_surplus", "E", ">= 0", "total yearly surplus of joint economic activity (JEA)"),
        (
            "standalone_jea_share",
            "y_0",
            ">= 0",
            "Russia's part of the JEA surplus when JEA runs without any transfer",
        ),
        ("need_multiplier", "n", "> 0", "Russia's value of one unit of Japanese aid"),
        ("charity_cost", r"\psi", ">= 0", "status cost to Russia of accepting a one-sided payment"),
        ("aid_limit", r"\bar z", "> 0", "largest aid payment on the grid"),
        ("trust_gain", r"\tau", ">= 0", "fall in Russia's reluctance once JEA has run"),
        ("japan_discount_factor", r"\delta_J", "(0, 1)", "Japan's patience between rounds"),
        ("russia_discount_factor", r"\delta_R", "(0, 1)", "Russia's patience between rounds"),
        ("discount_factor", r"\delta", "(0, 1)", "common patience"),
        (
            "rapprochement_value",
            "w",
            ">= 0",
            "the US president's value of better relations with Russia",
        ),
        ("scandal_cost", "h_S", ">= 0", "domestic cost to the president of softening"),
        ("eu_lifting_gain", "e_E", "real", "EU gain from lifting sanctions"),
        ("eu_solo_cost", "k_E", ">= 0", "EU cost of lifting without the United States"),
        ("japan_lifting_gain", "e_L", "real", "Japan's gain from lifting"),
        (
            "japan_us_exit_cost",
            "c_U",
            ">= 0",
            "Japan's cost of lifting while the United States keeps sanctions",
        ),
        (
            "japan_eu_exit_cost",
            "c_E",
            ">= 0",
            "Japan's cost of lifting while the EU keeps sanctions",
        ),
        (
            "tolerance_probability",
            r"\mu",
            "(0, 1)",
            "prior that the US line will tolerate Japan's advance to Russia",
        ),
        (
            "tied_hands_probability",
            r"\theta_0",
            "[0, 1)",
            "probability that a well-disposed president cannot act",
        ),
        (
            "expressive_benefit",
            r"\varepsilon",
            "> 0",
            "what the president gets from speaking warmly, whatever follows",
        ),
        ("tolerant_gain", "g_T", ">= 0", "gain of a tolerant United States when Japan advances"),
        (
            "advance_loss",
            "h",
            "> 0",
            "loss of the (hard-line) United States when Japan advances relations with Russia",
        ),
        (
            "engagement_value",
            "u",
            "> 0",
            "Japan's (or its Prime Minister's) benefit when the Russia track moves forward",
        ),
        ("backlash_loss", r"\ell", "> 0", "Japan's loss from advancing against a hard US line"),
        (
            "warm_rate_tolerant",
            r"\beta_T",
            "[0, 1]",
            "probability of warm presidential words under a tolerant line",
        ),
        (
            "warm_rate_hard",
            r"\beta_H",
            "[0, 1]",
            "probability of warm presidential words under a hard line",
        ),
        (
            "harsh_rate_tolerant",
            r"\alpha_T",
            "[0, 1]",
            "probability of harsh official statements under a tolerant line",
        ),
        (
            "harsh_rate_hard",
            r"\alpha_H",
            "[0, 1]",
            "probability of harsh official statements under a hard line",
        ),
        ("block_cost", "f_B", "> 0", "president's cost of being blocked"),
        ("congress_allow_cost", "x_A", ">= 0", "cost to Congress of letting an improvement pass"),
        ("congress_block_cost", "x_B", ">= 0", "cost to Congress of blocking an improvement"),
        ("status_quo_harshness", "Q", "real", "present harshness of Russia policy"),
        ("president_ideal", "I_P", "real", "the president's ideal harshness"),
        ("congress_ideal", "I_C", "real", "the ideal harshness of Congress"),
        ("override_ideal", "I_O", "real", "the ideal harshness of the veto-override pivot"),
        ("japan_jea_flow", "e", "> 0", "Japan's JEA payoff per period"),
        (
            "hardline_harm",
            "m_H",
            ">= 0",
            "harm to Japan of going on with Russia under a hard US line",
        ),
        ("exit_cost", "f", ">= 0", "Japan's cost of aborting JEA already begun"),
        ("hardline_probability", r"\pi", "[0, 1]", "probability that the US line turns out hard"),
        ("cruise_gain", "w_C", "> 0", "Japan's gain from a cruise run by Japan alone"),
        ("cruise_cost", r"\varphi", "real", "Russia's loss from a cruise run by Japan alone"),
        ("accord_value", "z_0", ">= 0", "Japan's value of any accepted economic accord"),
        ("aid_amount", "t", "> 0", "size of an aid offer"),
        ("japan_joint_return", "j_J", "real", "Japan's return on the joint project"),
        ("russia_joint_return", "j_R", "real", "Russia's return on the joint project"),
        ("japan_jea_value", "e_J", "real", "Japan's total value of JEA"),
        ("russia_jea_value", "e_R", "real", "Russia's total value of JEA"),
        ("recognition_cost", r"\rho_J", "> 0", "Japan's cost of working fully under Russian law"),
        ("dilution_cost", r"\rho_R", "> 0", "Russia's cost of giving up its law altogether"),
        (
            "softened_law_share",
            r"\lambda_m",
            "(0, 1)",
            "the share of Russian law in the softened formula",
        ),
        (
            "japan_drafting_cost",
            r"\kappa_J",
            ">= 0",
            "Japan's cost of drafting any regime other than pure Russian law",
        ),
        (
            "russia_drafting_cost",
            r"\kappa_R",
            ">= 0",
            "Russia's cost of drafting any regime other than pure Russian law",
        ),
        (
            "negotiator_value",
            r"\eta",
            ">= 0",
            "Prime Minister's value of keeping the hard negotiator",
        ),
        ("replacement_cost", r"\kappa", ">= 0", "Prime Minister's cost of replacing him"),
        ("russia_talks_value", "x", "real", "Russia's value of the talks going on"),
        (
            "territory_talks_cost",
            "o",
            ">= 0",
            "Russia's cost of sitting down to talks that put territory first",
        ),
        ("deputy_authority", r"\alpha", "[0, 1]", "probability that a deputies' deal is honoured"),
        (
            "breakthrough_probability",
            r"\theta",
            "[0, 1]",
            "probability of a breakthrough in one leaders' meeting",
        ),
        ("japan_breakthrough_value", "B_J", ">= 0", "Japan's value of a breakthrough"),
        ("russia_breakthrough_value", "B_R", ">= 0", "Russia's value of a breakthrough"),
        ("japan_talk_cost", "c_J", ">= 0", "Japan's cost of one round of talks"),
        ("russia_talk_cost", "c_R", ">= 0", "Russia's cost of one round of talks"),
        ("summit_cost", "S", ">= 0", "extra cost of a leaders' meeting"),
        (
            "pressure_harm",
            "m",
            ">= 0",
            "harm to Japan of going ahead under US pressure, before goodwill",
        ),
        ("goodwill", "G", ">= 0", "stock of alliance goodwill"),
        ("goodwill_relief", r"\gamma", ">= 0", "relief from pressure per unit of goodwill"),
        (
            "scandal_intensity",
            r"\sigma",
            ">= 0",
            "extra US loss from Japan's advance when the president must look tough",
        ),
        ("pressure_cost", "k_P", ">= 0", "US cost of pressing an ally"),
        (
            "engagement_value_resolute",
            "u_H",
            "> 0",
            "a resolute Japan's benefit when the Russia track moves forward",
        ),
        (
            "engagement_value_cautious",
            "u_L",
            "> 0",
            "a cautious Japan's benefit when the Russia track moves forward",
        ),
        ("resolve_probability", r"\chi", "[0, 1]", "prior that Japan is resolute"),
        (
            "cooperation_payoff",
            "R_C",
            "real",
            "stage payoff when both respect each other's position",
        ),
        ("temptation_payoff", "T_C", "real", "stage payoff of developing alone"),
        ("punishment_payoff", "P_C", "real", "stage payoff when both develop alone"),
        ("sucker_payoff", "S_C", "real", "stage payoff when only the other side develops"),
        (
            "soft_security_cost",
            r"\kappa_S",
            ">= 0",
            "Russia's expected security cost of a transfer under a soft US line",
        ),
        (
            "hard_security_cost",
            r"\kappa_H",
            ">= 0",
            "Russia's expected security cost of a transfer under a hard US line",
        ),
        ("alliance_value_none", "A_N", "real", "Japan's alliance value of no sanctions"),
        ("alliance_value_low", "A_L", "real", "Japan's alliance value of low sanctions"),
        ("alliance_value_high", "A_H", "real", "Japan's alliance value of high sanctions"),
        ("sanctions_hurt_low", "s_L", "> 0", "harm to Russia of low sanctions"),
        ("sanctions_hurt_high", "s_H", "> 0", "harm to Russia of high sanctions"),
    )
    return {
        name: Parameter(
            name, meaning, domain=domain, latex=latex, unit=_unit(name), source=_source(name)
        )
        for name, latex, domain, meaning in rows
    }


def _source(name: str) -> Source:
    """Find the claims of the article that speak of a parameter; its values are the modeller's."""
    speaks = re.compile(rf"\b{name}\b")
    found = [claim.id for claim in claims().values() if speaks.search(claim.formal)]
    return article(*found) if found else MODELLER


def _unit(name: str) -> str:
    if "probability" in name or "_rate_" in name or name == "deputy_authority":
        return "probability"
    if name.endswith("discount_factor"):
        return "per period"
    return "payoff"


def parameters(*names: str) -> list[Parameter]:
    r"""Return some parameters, in the order given.

    Besides those of `vocabulary` there is ``breakthrough_probability_t`` for every round t.

    >>> parameters("breakthrough_probability_12")[0].latex
    '\\theta_{12}'

    Raises
    ------
    UnknownName
        If a name is not in the vocabulary.
    """
    return [_parameter(name) for name in names]


_ROUND = re.compile(r"breakthrough_probability_([1-9]\d*)")


def _parameter(name: str) -> Parameter:
    known = vocabulary()
    if name in known:
        return known[name]
    if numbered := _ROUND.fullmatch(name):
        return _chance_of_round(int(numbered[1]))
    raise UnknownName("parameter", name, known)


@lru_cache(maxsize=256)
def _chance_of_round(number: int) -> Parameter:
    """Return the chance of a breakthrough in one round, of which there may be any number."""
    return Parameter(
        f"breakthrough_probability_{number}",
        f"probability of a breakthrough in round {number}",
        domain="[0, 1]",
        latex=rf"\theta_{{{number}}}",
        unit="probability",
        source=_source(f"breakthrough_probability_(?:{number}|t)"),
    )


def symbols(*names: str) -> list[sympy.Symbol]:
    """Return the sympy symbols of some parameters, in the order given.

    >>> symbols("treaty_gain", "basing_loss")
    [treaty_gain, basing_loss]
    """
    return [parameter.symbol for parameter in parameters(*names)]
