"""The page that steps through an expression, in a real browser: its numbers, doors and looks."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helper_draw import Box, Graph
from helper_draw.stepping import Failing, Ran, Stepping, Wrong
from tests.browser import Chromium, Visit

pytestmark = pytest.mark.slow("starts a browser, and imports torch")

# At every step: the heading, the tags upon the arrows, and the rows of the table.
WALK = """() => {
  const seen = [];
  const next = document.getElementById("next");
  document.getElementById("first").click();
  for (;;) {
    seen.push({
      heading: document.getElementById("heading").textContent,
      tags: [...document.querySelectorAll(".tag")].map((tag) => ({
        ...tag.dataset,
        lines: [...tag.querySelectorAll("text")].map((line) => line.textContent),
      })),
      rows: document.querySelectorAll("#sums tr td.who").length,
    });
    if (next.disabled) return seen;
    next.click();
  }
}"""


def chain() -> Graph:
    """L = o + o * o, with o = tanh(x * w)."""
    o = math.tanh(-1.5)
    return Graph(
        [
            Box(o + o * o, 0.0, "L", "+", (1, 2)),
            Box(o, 0.0, "o", "tanh", (3,)),
            Box(o * o, 0.0, "e", "*", (1, 1)),
            Box(-1.5, 0.0, "n", "*", (4, 5)),
            Box(0.5, 0.0, "x"),
            Box(-3.0, 0.0, "w"),
        ]
    )


def failing(place: str = "", cause: str = "") -> Stepping:
    """b = a + a, with a gradient that is assigned."""
    graph = Graph([Box(3.0, 1.0, "a"), Box(6.0, 1.0, "b", "+", (0, 0))])
    text = "`b = a + a` uses `a` twice <b>, but `a` received -1.0"
    wrong, ran = Wrong(text, "gave", 1, 0), (Ran(1, 1.0, ((0, 0.0, 1.0),) * 2),)
    expected = {0: (3.0, 2.0), 1: (6.0, 1.0)}
    told = Failing("Stage 5: <i>", "b = a + a\n", "torch", expected, wrong, ran, place, cause)
    return Stepping(graph, [1], told)


def forgetful() -> Stepping:
    """L = (a * b + c) * f, with a sum that hands on its local derivative alone."""
    grads = {"L": 1.0, "d": -2.0, "f": 4.0, "e": 1.0, "c": 1.0, "a": -3.0, "b": 2.0}
    made = [(-8.0, "*", (1, 2)), (4.0, "+", (3, 4)), (-2.0,), (-6.0, "*", (5, 6))]
    made += [(10.0,), (2.0,), (-3.0,)]
    boxes = [Box(data, grads[name], name, *rest) for name, (data, *rest) in zip(grads, made)]  # type: ignore[misc]
    right = {**grads, "e": -2.0, "c": -2.0, "a": 6.0, "b": -4.0}
    expected = {at: (box.data, right[box.label]) for at, box in enumerate(boxes)}
    ran = (
        Ran(0, 1.0, ((1, 0.0, -2.0), (2, 0.0, 4.0))),
        Ran(1, -2.0, ((3, 0.0, 1.0), (4, 0.0, 1.0))),
        Ran(3, 1.0, ((5, 0.0, -3.0), (6, 0.0, 2.0))),
    )
    wrong = Wrong("`d = e + c` gave `e` 1.0", "gave", 1, 3)
    return Stepping(Graph(boxes), [0], Failing("t", "p", "torch", expected, wrong, ran))  # type: ignore[arg-type]


@pytest.fixture
def opened(chromium: Chromium, tmp_path: Path) -> Callable[..., Any]:
    """Visits the page of a Stepping or a Graph."""

    def visit(of: Stepping | Graph, **options: Any) -> Any:
        stepping = of if isinstance(of, Stepping) else Stepping(of)
        stepping.save(tmp_path / "page.html")
        return chromium.visit(tmp_path / "page.html", **options)

    return visit


def said(visit: Visit, name: str) -> str:
    return visit.page.locator(f"#{name}").inner_text()


# Its numbers

torch_of: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "tanh": lambda a: a.tanh(),
    "exp": lambda a: a.exp(),
    "log": lambda a: a.log(),
    "ReLU": lambda a: a.relu(),
    "neg": lambda a: -a,
    "**2": lambda a: a**2,
    "**-1": lambda a: a**-1,
    "**0.5": lambda a: a**0.5,
}


def random_graph(seed: int) -> tuple[Graph, list[Any], list[tuple[str, tuple[int, ...]]]]:
    """A graph with the tensors of its boxes, the result first, and how each was made."""
    torch = pytest.importorskip("torch")
    drawn = random.Random(seed)
    tensors: list[Any] = []
    made: list[tuple[str, tuple[int, ...]]] = []
    for _ in range(3):
        start = round(drawn.uniform(-2, 2), 3) or 1.0
        tensors.append(torch.tensor(start, dtype=torch.float64, requires_grad=True))
        made.append(("", ()))
    while len(tensors) < 12:
        op = drawn.choice([*torch_of])
        count = 2 if op in "+-*/" else 1
        latest = len(tensors) - 1  # so that nearly all of it is under the result
        operands = (latest, drawn.randrange(len(tensors)))[:count]
        operands = operands if drawn.random() < 0.5 else operands[::-1]
        tensor = torch_of[op](*(tensors[each] for each in operands))
        if tensor.isfinite() and 1e-3 < abs(tensor.item()) < 50:
            tensor.retain_grad()
            tensors.append(tensor)
            made.append((op, operands))
    last = len(tensors) - 1
    boxes = [
        Box(tensor.item(), 0.0, f"n{at}", op, tuple(last - each for each in operands))
        for at, (tensor, (op, operands)) in enumerate(zip(tensors, made))
    ]
    made = [(op, tuple(last - each for each in operands)) for op, operands in made]
    return Graph(boxes[::-1]), tensors[::-1], made[::-1]


def local_derivatives(op: str, operands: list[Any]) -> list[float]:
    """By each use, told apart even where one operand is used twice."""
    import torch

    apart = [each.detach().clone().requires_grad_() for each in operands]
    return [float(each) for each in torch.autograd.grad(torch_of[op](*apart), apart)]


def test_every_contribution_is_the_chain_rules_by_torch(chromium: Chromium, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    Stepping(random_graph(0)[0]).save(path)
    with chromium.visit(path) as visit:
        for seed in range(20):
            graph, tensors, made = random_graph(seed)
            tensors[0].backward()
            Stepping(graph).save(path)
            visit.page.reload()
            names = visit.page.evaluate(
                "JSON.parse(document.getElementById('data').textContent).values.map((v) => v[0])"
            )
            place = [int(name[1:]) for name in names]  # of the page's values among the tensors
            steps = visit.page.evaluate(WALK)
            assert_right(steps, [len(tensors) - 1 - each for each in place], tensors, made)
        assert visit.said == []


def assert_right(
    steps: list[dict[str, Any]],
    place: list[int],
    tensors: list[Any],
    made: list[tuple[str, tuple[int, ...]]],
) -> None:
    last = {0: 1.0}  # the grad of each tensor so far; the result is the first
    for step in steps:
        tags = sorted(step["tags"], key=lambda tag: int(tag["place"]))
        assert len(tags) == step["rows"]
        if not tags:
            continue
        node = place[int(tags[0]["node"])]
        op, operands = made[node]
        assert tuple(place[int(tag["operand"])] for tag in tags) == operands
        slopes = local_derivatives(op, [tensors[each] for each in operands])
        for tag, operand, slope in zip(tags, operands, slopes):
            part, before, after = (float(tag[each]) for each in ("part", "before", "after"))
            assert part == close_to(slope * float(tensors[node].grad))
            assert before == close_to(last.get(operand, 0.0))
            assert after == close_to(before + part)
            assert number_in(tag["lines"][1]) == pytest.approx(part, rel=0.05, abs=6e-5)
            last[operand] = after
    assert len(last) > 1
    for node, grad in last.items():
        assert grad == close_to(float(tensors[node].grad))


def close_to(number: float) -> Any:
    return pytest.approx(number, rel=1e-9, abs=1e-12)


def number_in(line: str) -> float:
    """The number of a line such as "= 3.5", with a sign before it."""
    return float(line.removeprefix("= ").replace("−", "-"))


def test_two_uses_of_one_operand_are_two_lines(opened: Callable[..., Any]) -> None:
    with opened(chain()) as visit:
        steps = visit.page.evaluate(WALK)
    (square,) = (step for step in steps if step["heading"] == "Backward: e")
    assert len(square["tags"]) == square["rows"] == 2
    assert [tag["lines"][2] for tag in square["tags"]] == [
        "grad 1 → 0.0949",
        "grad 0.0949 → −0.8103",
    ]


def test_an_op_that_it_does_not_know_is_grey_and_judged_by_nobody(
    opened: Callable[..., Any],
) -> None:
    boxes = [Box(9.0, 1.0, "L", "*", (1, 2)), Box(3.0, 5.0, "s", "softplus", (3,))]
    graph = Graph([*boxes, Box(3.0, 5.0, "k"), Box(1.0, 7.0, "x")])
    with opened(graph) as visit:
        grey = visit.page.locator(".box.grey")
        assert grey.count() == 1
        visit.page.keyboard.press("End")
        labels = visit.page.locator(".box").evaluate_all("all => all.map(b => b.ariaLabel)")
        assert any(label.startswith("x, data 1, grad ?") for label in labels)
        assert any(label.startswith("k, data 3, grad 3") for label in labels)
        assert visit.page.locator("#leaf-range").is_hidden()
        assert "does not know every operation" in said(visit, "wiggle")
        visit.assert_quiet()


# Its doors


def test_keys_buttons_slider_and_boxes_lead_to_each_step(opened: Callable[..., Any]) -> None:
    with opened(chain()) as visit:
        page = visit.page
        assert said(visit, "heading") == "The leaves are given"
        page.keyboard.press("ArrowRight")
        assert said(visit, "sentence") == "n = x × w = 0.5 × (−3) = −1.5"
        page.keyboard.press("End")
        assert said(visit, "heading") == "All gradients are there"
        assert page.locator("#next").is_disabled()
        page.keyboard.press("Home")
        page.locator("#slider").fill("5")
        assert said(visit, "heading") == "Backward begins: L.grad = 1"
        page.locator("#next").click()
        assert "its grad is complete: 1." in said(visit, "sentence")
        page.get_by_role("button", name="n, data −1.5").click()
        assert said(visit, "heading") == "Backward: n"
        page.locator("#strip button", has_text="o").click()
        assert said(visit, "heading") == "Backward: o"
        visit.assert_quiet()


def test_it_plays_to_the_end_and_stops_when_asked(opened: Callable[..., Any]) -> None:
    with opened(chain()) as visit:
        page = visit.page
        page.clock.install(time=0)
        page.clock.pause_at(60_000)  # else it goes on between what is run
        page.keyboard.press("Space")
        assert said(visit, "play") == "Pause"
        page.clock.run_for(3000)
        page.keyboard.press("Space")
        assert (said(visit, "play"), said(visit, "count")) == (
            "Play",
            "step 3 of 10\nforward 3 of 4",
        )
        page.locator("#play").click()
        page.clock.run_for(20_000)
        assert (said(visit, "play"), said(visit, "count")) == ("Play", "step 10 of 10")


def test_a_leaf_that_is_moved_moves_all_of_it_and_the_slope_agrees(
    opened: Callable[..., Any],
) -> None:
    with opened(chain()) as visit:
        page = visit.page
        page.keyboard.press("End")
        page.locator("#leaf").select_option(label="w")
        page.locator("#leaf-range").focus()
        page.keyboard.press("ArrowRight")
        assert page.locator("#leaf-number").input_value() == "-2.97"
        page.locator("#leaf-number").fill("-1")
        o = math.tanh(-0.5)
        assert said(visit, "result-now") == f"{o + o * o:.4f}".replace("-", "−")
        grad = (1 + 2 * o) * (1 - o * o) * 0.5
        assert said(visit, "grad-now") == said(visit, "slope-now") == f"{grad:.4f}"
        assert page.get_by_role("button", name="n, data −0.5, grad").count() == 1
        page.locator("#leaf-back").click()
        assert said(visit, "result-now") == "−0.0859"
        visit.assert_quiet()


def test_of_a_failing_check_it_shows_the_first_wrong_step_in_red(
    opened: Callable[..., Any],
) -> None:
    with opened(failing()) as visit:
        page = visit.page
        assert said(visit, "failing-text") == "b = a + a uses a twice <b>, but a received −1"
        assert page.locator(".box.wrong").count() == 1
        assert page.get_by_role("button", name="a, data 3, grad 2, yours 1").count() == 1
        assert said(visit, "yours-said") == "✗ Here your code first goes wrong."
        assert said(visit, "failing-cause") == (
            "It set a.grad to 1 (=), where it should add to it (+=)."
        )
        jump = page.locator("#jump")
        assert (jump.inner_text(), jump.is_disabled()) == (
            "✗ You are at the first wrong step",
            True,
        )
        page.keyboard.press("Home")
        assert page.locator(".box.wrong").count() == 0
        assert jump.inner_text() == "✗ Go to the first wrong step"
        jump.click()
        assert page.locator(".box.wrong").count() == 1
        page.keyboard.press("Home")
        page.keyboard.press("x")
        assert said(visit, "count") == "step 3 of 4\nbackward 1 of 1"
        visit.assert_quiet()


def test_on_top_it_names_the_place_and_the_cause(opened: Callable[..., Any]) -> None:
    with opened(failing("in the `_backward` of `+`", "Your `+` assigns (=).")) as visit:
        assert said(visit, "failing-place") == "Where: in the _backward of +."
        assert said(visit, "failing-cause") == "Your + assigns (=)."
        assert visit.page.locator("#wiggle").get_attribute("open") is None


def test_both_uses_of_one_operand_tell_one_story(opened: Callable[..., Any]) -> None:
    with opened(failing()) as visit:
        page = visit.page
        assert page.locator("#sums .who").all_inner_texts() == ["left a", "right a"]
        assert page.locator("#sums .yours-cell").all_inner_texts() == ["both uses: 0 → 1 ✗"]
        assert "∂b/∂(right a) = 1" in said(visit, "sums")
        last = page.locator(".tag.wrong .line-3").all_text_contents()
        assert last == ["both: 0 → 1 ✗"] * 2


# Of a step: the lines of the code itself in labels, table and boxes.
YOURS = """() => [".tag .line-3", ".yours-cell", ".box .yours"].map(
  (kind) => [...document.querySelectorAll(kind)].map((each) => each.textContent).filter(Boolean))"""


def test_each_wrong_number_has_a_cross_and_what_follows_has_none(
    opened: Callable[..., Any],
) -> None:
    with opened(forgetful()) as visit:
        crosses = [["yours 0 → 1 ✗"] * 2, ["0 → 1 ✗"] * 2, ["yours 1 ✗"] * 2]
        assert visit.page.evaluate(YOURS) == crosses
        visit.page.keyboard.press("ArrowLeft")
        assert visit.page.evaluate(YOURS) == [[], ["0 → −2 ✓", "0 → 4 ✓"], []]
        visit.page.keyboard.press("End")
        visit.page.keyboard.press("ArrowLeft")
        labels, cells, boxes = visit.page.evaluate(YOURS)
        assert labels == ["yours 0 → −3", "yours 0 → 2"]
        assert cells == ["0 → −3, follows", "0 → 2, follows"]
        assert sorted(boxes) == ["yours 1 ✗", "yours 1 ✗", "yours 2", "yours −3"]
        assert visit.page.locator("#ran-line").is_hidden()  # its order is a correct one


def test_of_a_wrong_value_what_is_made_from_it_only_follows(opened: Callable[..., Any]) -> None:
    boxes = list(chain().boxes)
    expected = {at: (box.data, None) for at, box in enumerate(boxes)}
    for at, data in ((0, 90.0), (1, 9.0), (2, 81.0)):  # 9 + 9 * 9
        boxes[at] = boxes[at]._replace(data=data)
    wrong = Wrong("`o` is 9.0", "value", 1)
    with opened(
        Stepping(Graph(boxes), [0], Failing("t", "p", "torch", expected, wrong))  # type: ignore[arg-type]
    ) as visit:
        assert visit.page.evaluate(YOURS)[2] == ["yours 9 ✗"]
        visit.page.keyboard.press("End")
        assert sorted(visit.page.evaluate(YOURS)[2]) == ["yours 81", "yours 9 ✗", "yours 90"]


def test_what_is_yours_stands_in_no_box_before_its_grad_is_complete(
    opened: Callable[..., Any],
) -> None:
    with opened(forgetful()) as visit:
        visit.page.keyboard.press("Home")
        for _ in range(6):  # up to the first wrong step
            assert visit.page.evaluate(YOURS)[2] == []
            visit.page.keyboard.press("ArrowRight")
        assert visit.page.evaluate(YOURS)[2] != []


def test_a_grad_of_several_parts_is_written_out(opened: Callable[..., Any]) -> None:
    with opened(chain()) as visit:
        visit.page.keyboard.press("End")
        visit.page.locator("#strip button", has_text="o").click()
        assert "complete: 1 + (−0.9051) + (−0.9051) = −0.8103" in said(visit, "sentence")


def test_a_chain_rule_without_the_own_grad_is_told(opened: Callable[..., Any]) -> None:
    graph = chain()
    local = 1 - graph.boxes[1].data ** 2
    ran = (Ran(1, -0.8103, ((3, 0.0, local),)),)
    expected = {at: (box.data, None) for at, box in enumerate(graph.boxes)}
    wrong = Wrong("o gave n something else", "gave", 1, 3)
    with opened(
        Stepping(graph, [0], Failing("t", "p", "torch", expected, wrong, ran))  # type: ignore[arg-type]
    ) as visit:
        assert "the local derivative alone: × o.grad is missing" in said(visit, "failing-cause")


def test_fingers_step_and_open(opened: Callable[..., Any]) -> None:
    with opened(chain(), width=360, has_touch=True) as visit:
        visit.page.locator("#next").tap()
        assert said(visit, "heading") == "Forward: n"
        visit.page.locator("#strip button", has_text="e").tap()
        assert said(visit, "heading") == "Forward: e"


def test_a_wrong_turn_is_marked_in_the_codes_own_order(opened: Callable[..., Any]) -> None:
    graph = chain()
    ran = tuple(Ran(node, 1.0) for node in (0, 1, 2, 3, 4, 5))
    expected = {at: (box.data, 1.0) for at, box in enumerate(graph.boxes)}
    wrong = Wrong("o ran too early", "turn", 1, 2)
    with opened(
        Stepping(graph, [0], Failing("t", "p", "torch", expected, wrong, ran))  # type: ignore[arg-type]
    ) as visit:
        assert visit.page.locator("#ran button").all_inner_texts() == [*"Loen"]
        assert visit.page.locator("#ran .wrong").inner_text() == "o"
        assert "In your run o came 2nd of 4, when its grad was 1." in said(visit, "yours-said")
        assert visit.page.get_by_role(
            "button", name="o, data −0.9051, grad −0.8103, ran at"
        ).count()
        assert visit.page.locator("#strip li:visible").all_inner_texts() == [*"Leon"]


def test_by_keyboard_alone_a_folded_box_opens(opened: Callable[..., Any]) -> None:
    with opened(network()) as visit:
        page = visit.page
        assert said(visit, "views").startswith("Folded")
        page.locator(".box.folded", has_text="tanh neuron").first.focus()
        page.keyboard.press("Enter")
        assert "Inside: tanh neuron" in said(visit, "views")
        assert page.locator(".box").count() > 8
        page.get_by_role("button", name="Every value").click()
        assert page.locator(".edge").count() > 100
        page.keyboard.press("End")
        page.locator("#whole").click()
        visit.assert_quiet()


def network() -> Graph:
    """The sum of tanh neurons, of three inputs each."""
    boxes: list[Box] = []

    def add(*box: Any) -> int:
        boxes.append(Box(*box))
        return len(boxes) - 1

    inputs = [add(0.1 * at, 0.0, f"x{at}") for at in range(3)]
    outputs = []
    for at in range(10):
        total = add(0.01 * at, 0.0)
        for each in inputs:
            weight = add(0.1, 0.0)
            product = add(0.1 * boxes[each].data, 0.0, "", "*", (weight, each))
            data = boxes[total].data + boxes[product].data
            total = add(data, 0.0, "", "+", (total, product))
        outputs.append(add(math.tanh(boxes[total].data), 0.0, "", "tanh", (total,)))
    result = outputs[0]
    for each in outputs[1:]:
        result = add(boxes[result].data * boxes[each].data, 0.0, "", "*", (result, each))
    order = [result, *(at for at in range(len(boxes)) if at != result)]
    place = {at: number for number, at in enumerate(order)}
    return Graph(
        boxes[at]._replace(parents=tuple(place[each] for each in boxes[at].parents)) for at in order
    )


# Its looks


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 800, 1400])
def test_it_is_readable_at_any_width_and_no_wider(
    opened: Callable[..., Any], width: int, is_dark: bool
) -> None:
    with opened(failing(), width=width, is_dark=is_dark) as visit:
        visit.assert_no_wider_than_the_window()
        visit.assert_readable()
        visit.assert_quiet()


def test_what_a_screen_reader_is_told(opened: Callable[..., Any]) -> None:
    with opened(chain()) as visit:
        visit.page.keyboard.press("End")
        snapshot = visit.page.locator("main").aria_snapshot()
    for line in ('button "x, data 0.5, grad 0.4393"', 'slider "Step"', 'button "Next step"'):
        assert line in snapshot
    assert 'region "This step"' in snapshot and 'img "L as x goes from' in snapshot


def test_nothing_moves_by_itself_where_motion_is_reduced(opened: Callable[..., Any]) -> None:
    with opened(chain(), reduced_motion="reduce") as visit:
        visit.page.keyboard.press("ArrowRight")
        assert visit.page.evaluate("document.getAnimations().length") == 0


def test_printed_it_has_the_picture_in_full_and_no_buttons(opened: Callable[..., Any]) -> None:
    with opened(chain(), is_dark=True) as visit:
        visit.page.emulate_media(media="print")
        assert visit.page.locator("#next").is_hidden()
        frame, svg = visit.page.locator("#picture"), visit.page.locator("#picture svg")
        boxes = frame.bounding_box(), svg.bounding_box()
        assert boxes[0] and boxes[1] and boxes[1]["height"] <= boxes[0]["height"] + 1
        ground = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(255, 255, 255)"


def test_a_theme_that_is_asked_for_holds_against_the_systems(opened: Callable[..., Any]) -> None:
    with opened(Stepping(chain(), theme="dark")) as visit:
        ground = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(20, 24, 31)"


HOSTILE = "</script></style><img src=x onerror='window.entered=1'><!--'\"`&amp;\u2028\u202e"


def test_what_a_learner_wrote_stays_text(opened: Callable[..., Any]) -> None:
    boxes = [Box(HOSTILE, HOSTILE, HOSTILE, HOSTILE, (1, 2)), Box(1.0, 0.0, HOSTILE), Box(2.0)]
    wrong = Wrong(HOSTILE, "value", 0)
    stepping = Stepping(
        Graph(boxes),
        [0],
        Failing(HOSTILE, HOSTILE, HOSTILE, {0: (1.0, None)}, wrong, (), HOSTILE, HOSTILE),
    )
    with opened(stepping) as visit:
        visit.page.keyboard.press("End")
        assert visit.page.evaluate("window.entered") is None
        assert visit.page.locator("img").count() == 0
        assert "onerror" in said(visit, "program")
        visit.assert_quiet()


def test_in_a_frame_that_reaches_nothing_it_works(chromium: Chromium, tmp_path: Path) -> None:
    """As a notebook shows it."""
    (tmp_path / "page.html").write_text(Stepping(chain())._repr_html_(), "utf-8")
    with chromium.visit(tmp_path / "page.html", is_dark=True) as visit:
        frame = visit.page.frame_locator("iframe")
        frame.locator("#next").click()
        assert frame.locator("#heading").inner_text() == "Forward: n"
        assert visit.said == []


def test_2000_values_make_a_page_under_a_megabyte(
    opened: Callable[..., Any], tmp_path: Path
) -> None:
    boxes = [Box(1.0, 0.0, "x"), Box(1.0, 0.0, "w")]
    for at in range(2, 2000):
        boxes.append(Box(1.0, 0.0, "", "*", (at - 1, at % 2)))
    last = len(boxes) - 1
    with opened(Stepping(Graph(boxes), [last])) as visit:
        assert (tmp_path / "page.html").stat().st_size < 1_000_000
        visit.page.keyboard.press("End")
        assert said(visit, "heading") == "All gradients are there"
        visit.page.get_by_role("button", name="Every value (2,000)").click()
        visit.page.keyboard.press("ArrowLeft")
        assert said(visit, "heading") == "Backward: (w * x)"
        visit.assert_quiet()
