"""Games to and from files and other programs, and tables of projects from files."""

from negotiation.formats.efg import GameFile, load_efg, read_efg, write_efg
from negotiation.formats.json_format import Storable, from_json, json_schema, to_json
from negotiation.formats.latex import (
    equilibria_to_latex,
    matrix_to_latex,
    number_to_latex,
    tree_to_latex,
)
from negotiation.formats.nfg import load_nfg, read_nfg, write_nfg
from negotiation.formats.programs import to_nashpy, to_openspiel, to_pygambit, to_quantecon
from negotiation.formats.projects import read_projects, write_projects
from negotiation.formats.tables import outcome_table, strategy_table, to_networkx

__all__ = [
    "GameFile",
    "Storable",
    "equilibria_to_latex",
    "from_json",
    "json_schema",
    "load_efg",
    "load_nfg",
    "matrix_to_latex",
    "number_to_latex",
    "outcome_table",
    "read_efg",
    "read_nfg",
    "read_projects",
    "strategy_table",
    "to_json",
    "to_nashpy",
    "to_networkx",
    "to_openspiel",
    "to_pygambit",
    "to_quantecon",
    "tree_to_latex",
    "write_efg",
    "write_nfg",
    "write_projects",
]
