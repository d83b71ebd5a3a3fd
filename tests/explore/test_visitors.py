"""The pages for every visitor: by keyboard, finger, print, without a script, with odd names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sympy import symbols

from negotiation import Assumption, Decision, Game, Model, Outcome, Parameter, explore, talks
from negotiation.errors import InvalidModel
from tests.support.browser import ARTEFACTS, Context, Page, driven, opened

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    with driven(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    names = ("basing_shadow", "project_menu", "autonomy_signalling")
    return {
        name: explore.write_page(talks.catalogue()[name](), folder / f"{name}.html")
        for name in names
    }


def test_a_finger_finds_what_it_touches(context: Context, files: dict[str, Path]) -> None:
    for file in files.values():
        with opened(context, file, width=390) as (page, _):
            small = page.eval_on_selector_all(
                "button, select, summary, input[type='range'], input[type='text'], .rule, .why",
                """all => all.filter(each => each.offsetParent && each.offsetHeight < 44)
                .map(each => each.outerHTML.slice(0, 90) + each.offsetHeight)""",
            )
            assert small == []


def test_a_finger_scrolls_past_the_map_and_drags_the_point(
    context: Context, files: dict[str, Path]
) -> None:
    with opened(context, files["basing_shadow"], width=390) as (page, _):
        assert page.evaluate("getComputedStyle(document.getElementById('frame')).touchAction") in {
            "auto",
            "manipulation",
        }
        assert page.evaluate("getComputedStyle(document.getElementById('handle')).touchAction") == (
            "none"
        )
        # A touch that begins beside the point moves nothing until it ends as a tap.
        before = page.evaluate("explorer.exactValues().join()")
        page.locator("#frame").dispatch_event("pointerdown", {"pointerType": "touch"})
        assert page.evaluate("explorer.exactValues().join()") == before
        page.locator("#frame").click(position={"x": 20, "y": 20})
        assert page.evaluate("explorer.exactValues().join()") != before


@pytest.mark.parametrize("typed", ["1/0", "abc", "1e999", "", "1/2/3", "٣", "<b>1</b>"])
def test_junk_in_an_entry_box_changes_nothing_and_is_named(
    context: Context, files: dict[str, Path], typed: str
) -> None:
    with opened(context, files["basing_shadow"]) as (page, _):
        before = page.evaluate("explorer.exactValues().join()")
        entry = page.locator('[data-parameter="basing_probability"]')
        entry.fill(typed)
        entry.press("Tab")
        assert page.evaluate("explorer.exactValues().join()") == before
        assert "It stays 1/2" in page.inner_text(".error:not(:empty)")
        assert entry.get_attribute("aria-invalid") == "true"


FRAGMENTS = [
    "#%E0%A4%A",
    "#v.loss=3&axis=no",
    "#v.basing_loss=1/0",
    "#answer",
    "#axis=toString&axis=constructor",
    "#lift=no+such+rule",
]


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_an_address_that_is_broken_or_of_another_game_leaves_the_start(
    context: Context, files: dict[str, Path], fragment: str
) -> None:
    for file in (files["basing_shadow"], files["project_menu"]):
        with opened(context, file) as (page, _):
            start = page.evaluate("explorer.address()")
        with opened(context, file, fragment) as (page, _):
            assert page.evaluate("explorer.address()").split("&axis")[0] == start.split("&axis")[0]
            assert "cannot read" in page.inner_text("#notices")
            page.locator("input[type='range']").first.press("ArrowRight")
            assert "cannot read" not in page.inner_text("#notices")


def test_skipping_to_the_equilibrium_changes_nothing(
    context: Context, files: dict[str, Path]
) -> None:
    with opened(context, files["project_menu"]) as (page, _):
        before = page.evaluate("explorer.address()")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "answer"
        page.wait_for_timeout(400)
        assert page.evaluate("explorer.address()") == before


def test_an_address_typed_over_another_is_read_and_back_returns(
    context: Context, files: dict[str, Path]
) -> None:
    with opened(context, files["basing_shadow"]) as (page, _):
        page.evaluate("location.hash = 'v.basing_loss=7'")
        page.wait_for_timeout(100)
        assert "7" in page.evaluate("explorer.exactValues()")
        page.evaluate("location.hash = 'v.basing_loss=5'")
        page.wait_for_timeout(100)
        page.go_back()
        page.wait_for_timeout(100)
        assert "7" in page.evaluate("explorer.exactValues()")


def test_every_control_is_reached_by_the_tabulator_and_shows_it(
    context: Context, files: dict[str, Path]
) -> None:
    with opened(context, files["project_menu"]) as (page, _):
        wanted = page.eval_on_selector_all(
            "main button, main input, main select, main summary, main [tabindex='0']",
            "all => all.filter(each => each.checkVisibility()).length",
        )
        seen = set()
        page.evaluate("document.querySelector('#share').focus()")
        for _ in range(wanted + 120):
            page.keyboard.press("Tab")
            mark = page.evaluate(
                """() => {
                  const at = document.activeElement;
                  if (!at.closest("main") || at.tagName === "A") return null;
                  at.dataset.seen ||= String(Math.random());
                  const style = getComputedStyle(at);
                  return [at.dataset.seen, style.outlineStyle, style.outlineWidth];
                }"""
            )
            if mark is not None:
                assert mark[1:] == ["solid", "3px"]
                seen.add(mark[0])
        assert len(seen) == wanted


def test_the_screen_reader_hears_one_change_for_a_long_move(
    context: Context, files: dict[str, Path]
) -> None:
    with opened(context, files["basing_shadow"]) as (page, _):
        page.locator("#live", has_text="keep").wait_for(state="attached")
        page.evaluate(
            """() => {
              window.said = [];
              const live = document.getElementById("live");
              const note = () => window.said.push(live.textContent);
              new MutationObserver(note).observe(live, { childList: true });
            }"""
        )
        page.focus('[data-slider="basing_loss"]')
        for _ in range(45):
            page.keyboard.press("ArrowLeft")
        page.locator("#live", has_text="transfer").wait_for(state="attached")
        assert len(page.evaluate("window.said")) <= 2


def test_without_a_script_the_page_holds_the_game_in_words(
    context: Context, files: dict[str, Path]
) -> None:
    page = context.new_page()
    page.context.new_cdp_session(page).send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(files["basing_shadow"].as_uri())
    text = page.locator("body").inner_text()
    _keep(page, "basing_shadow-390-no-script")
    page.close()
    assert "need JavaScript" in text
    assert "Russia's security loss if US forces are stationed" in text
    assert "where treaty gain < basing loss · basing probability: keep" in text
    assert "What happens\n" not in text  # the empty panels are hidden


def test_print_and_forced_colours_keep_the_answer_readable(
    context: Context, files: dict[str, Path]
) -> None:
    with opened(context, files["autonomy_signalling"], width=760) as (page, _):
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(255, 255, 255)"
        )
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 31, 36)"
        assert not page.locator("#share").is_visible()
        assert page.locator("#tree-picture").is_visible()
        _keep(page, "autonomy_signalling-print")
        page.emulate_media(media="screen", forced_colors="active")
        _keep(page, "autonomy_signalling-forced-colours")
        assert page.evaluate(
            "getComputedStyle(document.querySelector('.band')).forcedColorAdjust"
        ) == ("none")


LONG = "a_" + "very_" * 18 + "long_name"
HEBREW = "משא_ומתן"


def odd_model() -> Model:
    gain, other = symbols(f"{LONG} {HEBREW}")
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 2
    tree = Decision(
        "ירושלים",
        {
            word: Outcome({"ירושלים": gain, "東京": other}),
            "否": Outcome({"ירושלים": other, "東京": gain}),
        },
    )
    return Model(
        "שלום_وسلام",
        Game(("ירושלים", "東京"), tree),
        [Parameter(LONG, word), Parameter(HEBREW, "مرحبا بالعالم " * 8)],
        [Assumption("平和", gain + other > -100, word)],
        {"baseline": {LONG: 2, HEBREW: 1}, word: {LONG: 1, HEBREW: 2}},
        story=f"{word} שלום",
    )


@pytest.mark.parametrize("width", [1280, 640, 390])
def test_long_names_and_other_scripts_stay_inside(
    context: Context, tmp_path: Path, width: int
) -> None:
    file = explore.write_page(odd_model(), tmp_path / "odd.html")
    with opened(context, file, width=width) as (page, _):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert "שלום" in page.inner_text("h1")
        _keep(page, f"odd-{width}")


def test_a_parameter_cannot_be_named_as_an_element() -> None:
    with pytest.raises(InvalidModel):
        Parameter("<script>alert(1)</script>")


@pytest.mark.parametrize("width", [1280, 390])
def test_edges_and_broken_assumptions_show_what_is_played_there(
    context: Context, files: dict[str, Path], width: int
) -> None:
    with opened(context, files["autonomy_signalling"], width=width) as (page, _):
        page.fill('[data-parameter="island_value"]', "1")
        assert page.get_attribute("#answer", "data-edge") == "true"
        assert page.locator("#equilibria article").count() >= 1
        assert "begins exactly here" in page.inner_text("#conditions")
        _keep(page, f"autonomy_signalling-edge-{width}")
        page.fill('[data-parameter="treaty_gain"]', "5")
        assert page.get_attribute("#answer", "data-admitted") == "false"
        assert page.locator("#equilibria article").count() >= 1
        page.fill('[data-parameter="autonomy_probability"]', "2")
        assert "no game to solve" in page.inner_text("#notices")
        assert page.locator("#equilibria article").count() == 0


def _keep(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)
