"""Claims and closed forms as JSON, as far as they are data; functions of Python are not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from negotiation.errors import NegotiationError, NotSupported
from negotiation.exact import as_sympy, exact
from negotiation.formats.json_values import (
    read_condition,
    read_number,
    read_source,
    source_data,
    text_of,
)
from negotiation.model import (
    Always,
    ClosedForm,
    Formula,
    Happens,
    HappensIff,
    Independent,
    Monotone,
    Passes,
    Proposition,
    Reaches,
    Varies,
    passes,
    reaches,
)

if TYPE_CHECKING:
    from negotiation.formats.json_text import Field
    from negotiation.model import Claim

__all__ = ["form_data", "proposition_data", "read_form", "read_proposition"]

Symbols = Mapping[str, Any]


def proposition_data(
    proposition: Proposition, symbols: Symbols, omitted: list[str]
) -> dict[str, object]:
    """Write a proposition; what is no data is named in ``omitted``.

    A proposition says that all its claims hold: where one of them cannot be written none is, so
    that nobody proves less under the same name.
    """
    data: dict[str, object] = {
        "name": proposition.name,
        "words": proposition.words,
        "source": source_data(proposition.source),
    }
    if proposition.how:
        data["how"] = proposition.how
    try:
        claims = [_claim_data(claim, symbols) for claim in proposition.claims]
    except NotSupported as error:
        omitted.append(f"the claims of proposition {proposition.name!r}: {error}")
        claims = []
    if claims:
        data["claims"] = claims
    if proposition.check is not None:
        omitted.append(
            f"the check of proposition {proposition.name!r}: a property test is a function"
        )
    return data


def _claim_data(claim: Claim, symbols: Symbols) -> dict[str, object]:
    if isinstance(claim, HappensIff):
        where = text_of(claim.condition, symbols)
        return {"claim": "happens iff", "event": _event_data(claim.event), "condition": where}
    if isinstance(claim, Always):
        head: dict[str, object] = {
            "claim": "always",
            "condition": text_of(claim.condition, symbols),
        }
    elif isinstance(claim, Happens):
        kind = "never happens" if claim.never else "happens"
        head = {"claim": kind, "event": _event_data(claim.event)}
    elif isinstance(claim, Monotone):
        head = {"claim": "monotone", "event": _event_data(claim.event)}
        head |= {"parameter": claim.parameter, "direction": claim.direction}
    elif isinstance(claim, Independent):
        head = {"claim": "independent", "event": _event_data(claim.event)}
        head |= {"parameter": claim.parameter}
    elif isinstance(claim, Varies):
        head = {"claim": "varies", "expression": text_of(claim.expression, symbols)}
        head |= {"parameter": claim.parameter, "direction": claim.direction}
    else:
        message = f"{type(claim).__name__} compares with a model that a function builds"
        raise NotSupported(message)
    return head | {"where": text_of(claim.where, symbols)}


def _event_data(event: object) -> dict[str, object]:
    if isinstance(event, Reaches):
        return {"reaches": list(event.labels)}
    if isinstance(event, Passes):
        return {"passes": [list(history) for history in event.histories]}
    message = "an event that is a function is no data"
    raise NotSupported(message)


def read_proposition(field: Field, symbols: Symbols) -> Proposition:
    """Read a proposition.

    Raises
    ------
    FormatError
        If it is none.
    """
    try:
        return Proposition(
            field["name"].words(),
            field.said("words"),
            tuple(_read_claim(claim, symbols) for claim in field.optional("claims")),
            field.said("how"),
            read_source(field.get("source")),
        )
    except NegotiationError as error:
        field.within(error)


def _read_claim(field: Field, symbols: Symbols) -> Claim:
    kind = field["claim"].words()
    where = read_condition(field.get("where"), symbols)
    if kind == "happens iff":
        return HappensIff(_read_event(field), read_condition(field["condition"], symbols))
    if kind == "always":
        return Always(read_condition(field["condition"], symbols), where)
    if kind in {"happens", "never happens"}:
        return Happens(_read_event(field), where, kind == "never happens")
    if kind == "independent":
        return Independent(_read_event(field), field["parameter"].words(), where)
    if kind not in {"monotone", "varies"}:
        field["claim"].expect("a kind of claim, such as 'happens'")
    direction = field["direction"]
    if direction.value not in {"increasing", "decreasing"}:
        direction.expect("'increasing' or 'decreasing'")
    parameter = field["parameter"].words()
    if kind == "monotone":
        return Monotone(_read_event(field), parameter, direction.value, where)
    expression = as_sympy(read_number(field["expression"], symbols))
    return Varies(expression, parameter, direction.value, where)


def _read_event(field: Field) -> Reaches | Passes:
    event = field["event"]
    found = event.get("reaches")
    if found is not None:
        return reaches(*(label.words() for label in found.entries()))
    histories = [
        tuple(label.words() for label in history.entries()) for history in event["passes"].entries()
    ]
    return passes(*histories)


def form_data(form: ClosedForm, symbols: Symbols, omitted: list[str]) -> dict[str, object] | None:
    """Write a closed form whose formula is made of expressions; name another in ``omitted``."""
    formula = form.compute
    if not isinstance(formula, Formula):
        omitted.append(f"closed form {form.name!r}: it is a function")
        return None
    try:
        results = {
            name: text_of(value if isinstance(value, bool) else exact(value), symbols)
            for name, value in formula.results.items()
        }
        valid = text_of(formula.valid, symbols)
    except NegotiationError as error:
        omitted.append(f"closed form {form.name!r}: {error}")
        return None
    return {
        "name": form.name,
        "words": form.words,
        "source": form.source,
        "results": results,
        "valid": valid,
        "refusal": formula.refusal,
        "arguments": {name: list(texts) for name, texts in form.arguments.items()},
        "constraints": dict(form.constraints),
    }


def read_form(field: Field, symbols: Symbols) -> ClosedForm:
    """Read a closed form.

    Raises
    ------
    FormatError
        If it is none.
    """
    results: dict[str, object] = {}
    for name, each in field["results"].members().items():
        truth = each.value in {"true", "false"} if isinstance(each.value, str) else False
        results[name] = each.value == "true" if truth else read_number(each, symbols)
    valid = read_condition(field.get("valid"), symbols)
    refusal = field.said("refusal")
    formula = Formula(results, valid, refusal) if refusal else Formula(results, valid)
    arguments, constraints = field.get("arguments"), field.get("constraints")
    return ClosedForm(
        field["name"].words(empty=False),
        field.said("words"),
        formula,
        source=field.said("source"),
        arguments={
            name: tuple(text.words() for text in texts.entries())
            for name, texts in (arguments.members() if arguments else {}).items()
        },
        constraints={
            name: imposed.truth()
            for name, imposed in (constraints.members() if constraints else {}).items()
        },
    )
