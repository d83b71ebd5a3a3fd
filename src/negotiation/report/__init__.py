"""Reports on models: a self-contained HTML page, and a LaTeX appendix for a paper.

`dossier` gathers what is known of a model — tree, assumptions with their sources, equilibrium
conditions, verdicts on propositions, calibrations, later events — and `write_report` writes it.
"""

from negotiation.report.dossier import Calibrated, Dossier, dossier
from negotiation.report.files import write_report
from negotiation.report.findings import Finding, findings
from negotiation.report.html import html_report
from negotiation.report.latex import latex_appendix, latex_document

__all__ = [
    "Calibrated",
    "Dossier",
    "Finding",
    "dossier",
    "findings",
    "html_report",
    "latex_appendix",
    "latex_document",
    "write_report",
]
