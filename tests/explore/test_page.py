"""The page as a file: complete in itself, and safe whatever a model says."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sympy import Function, symbols

from negotiation import (
    Assumption,
    Constraint,
    Decision,
    Game,
    Model,
    Outcome,
    Parameter,
    When,
    explore,
    talks,
)
from negotiation.errors import NotSupported
from negotiation.explore.versions import subsets

EVIL = "</script><script>window.broken = true</script><img src=x onerror=alert(1)>"


class Elements(HTMLParser):
    """Collects the elements of a page with their attributes, and the text of scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._in_script = tag == "script"
        if self._in_script:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = self._in_script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts[-1] += data


def read(text: str) -> Elements:
    elements = Elements()
    elements.feed(text)
    return elements


def evil_model() -> Model:
    (gain,) = symbols("gain,")
    rule = Constraint(EVIL, gain > 0, EVIL)
    return Model(
        EVIL,
        Game(
            (EVIL, "B"),
            Decision(
                EVIL,
                {
                    EVIL: When(rule, Outcome({EVIL: gain, "B": 0}, EVIL)),
                    "stay": Outcome({EVIL: 0, "B": 0}),
                },
                EVIL,
            ),
        ),
        [Parameter("gain", EVIL, unit=EVIL)],
        [Assumption(EVIL + "!", gain < 5, EVIL)],
        {"baseline": {"gain": 1}, EVIL: {"gain": 2}},
        story=EVIL,
    )


def test_nothing_a_model_says_becomes_an_element() -> None:
    elements = read(explore.page(evil_model()))
    assert len(elements.scripts) == 2
    assert not [tag for tag, _ in elements.found if tag == "img"]
    data = json.loads(elements.scripts[0])
    assert data["parameters"][0]["meaning"] == EVIL
    assert "<" not in elements.scripts[0]


def test_the_policy_lets_only_the_own_script_run_and_asks_no_server() -> None:
    elements = read(explore.page(talks.basing_shadow()))
    [policy] = [
        attributes["content"] or ""
        for tag, attributes in elements.found
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    digest = base64.b64encode(hashlib.sha256(elements.scripts[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html.unescape(policy)
    assert "default-src 'none'" in policy
    for tag, attributes in elements.found:
        for name in ("src", "href", "action", "data"):
            target = attributes.get(name) or ""
            assert not re.match(r"(https?:)?//", target), (tag, target)
        assert not [name for name in attributes if name.startswith("on")], tag


def test_ids_are_unique_and_controls_are_labelled() -> None:
    elements = read(explore.page(talks.triangle()))
    ids = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert ("html", {"lang": "en"}) in elements.found
    labelled = [a["aria-labelledby"] for _, a in elements.found if "aria-labelledby" in a]
    assert set(labelled) <= set(ids)


def test_a_model_that_cannot_be_partitioned_says_so_and_keeps_its_tree() -> None:
    data = explore.page_data(talks.repeated_talks())
    [version] = data["versions"].values()
    assert version["method"] == "point"
    assert "there is no table of conditions" in version["missing"]
    assert data["tree"]["picture"]["shapes"]


def test_a_time_limit_is_kept_and_said() -> None:
    model = talks.linkage_no_charity()
    data = explore.page_data(model, seconds=0.4)
    assert "were not finished within 0.4 seconds" in data["versions"]["0"]["missing"]


def test_every_choice_of_few_rules_and_single_ones_of_many() -> None:
    assert len(subsets(["a", "b", "c"])) == 8
    many = subsets([str(number) for number in range(6)])
    assert len(many) == 7
    assert max(map(len, many)) == 1


def test_a_function_that_the_page_cannot_compute_is_refused() -> None:
    (gain,) = symbols("gain,")
    model = Model(
        "odd",
        Game(("A",), Decision("A", {"x": Outcome({"A": Function("f")(gain)})})),
        [Parameter("gain")],
        calibrations={"baseline": {"gain": 1}},
    )
    with pytest.raises(NotSupported, match=r"the page cannot compute f\(gain\)"):
        explore.page(model)


def test_a_gallery_has_a_page_for_each_model_and_an_index(tmp_path: Path) -> None:
    models = [talks.basing_shadow(), talks.congress_veto()]
    seen: list[float] = []
    index, *pages = explore.write_gallery(
        models, tmp_path / "site", progress=lambda share, _: seen.append(share)
    )
    assert [page.name for page in pages] == ["basing_shadow.html", "congress_veto.html"]
    links = [a.get("href") for tag, a in read(index.read_text("utf-8")).found if tag == "a"]
    assert links == [page.name for page in pages]
    assert seen == sorted(seen)
    assert all(0 <= share <= 1 for share in seen)


def test_slider_ends_leave_calibrations_inside() -> None:
    for build in talks.catalogue().values():
        model = build()
        data = explore.page_data(model, seconds=0.1)
        for parameter in data["parameters"]:
            low, high = Fraction(parameter["low"]), Fraction(parameter["high"])
            for values in model.calibrations.values():
                assert low <= values[parameter["name"]] <= high
