"""Text: the expression as a tree for the terminal, operands beneath their result."""

from .graph import Graph
from .shapes import LONGEST_OP, cells_of
from .wording import one_line

# What stands for our own signs where an encoding lacks them.
PLAIN = {"←": "<-", "├─": "|-", "└─": "`-", "│": "|", "×": "x", "…": "...", "↵": " "}
DEEPEST = 100  # further in, a line would be more indentation than content


def text_of(graph: Graph) -> str:
    """One line a value. A value used more than once has a number and is shown in full once."""
    starts = _starts(graph)
    numbers = _numbers(graph, starts)
    lines: list[str] = []
    shown: set[int] = set()
    for start in starts:
        _grow(graph, start, numbers, shown, lines)
    return "\n".join(lines)


def shown_in(encoding: str, text: str) -> str:
    """The text in characters of an encoding: our signs in plain ones, others spelled out."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        for sign, plain in PLAIN.items():
            text = text.replace(sign, plain)
        return text.encode(encoding, "backslashreplace").decode(encoding)
    except LookupError:
        pass  # an encoding that Python does not know, of a stream that is not Python's
    return text


def _starts(graph: Graph) -> list[int]:
    """The results, and of every cycle that leads to none its first box."""
    starts = []
    reached: set[int] = set()
    for start in [*graph.results(), *range(len(graph.boxes))]:
        if start in reached:
            continue
        starts.append(start)
        stack = [start]
        while stack:
            at = stack.pop()
            if at not in reached:
                reached.add(at)
                stack.extend(graph.boxes[at].parents)
    return starts


def _numbers(graph: Graph, starts: list[int]) -> dict[int, int]:
    """A number for every box that is met more than once."""
    meetings = [0] * len(graph.boxes)
    for at in starts:
        meetings[at] += 1
    for box in graph.boxes:
        for parent in box.parents:
            meetings[parent] += 1
    shared = [at for at, count in enumerate(meetings) if count > 1]
    return {at: number for number, at in enumerate(shared, start=1)}


def _grow(
    graph: Graph, start: int, numbers: dict[int, int], shown: set[int], lines: list[str]
) -> None:
    """Add the tree of one result, without recursion: expressions may be deep."""
    stack = [(start, "", "", "")]
    while stack:
        at, before, beneath, mark = stack.pop()
        number = f"#{numbers[at]} " if at in numbers else ""
        if at in shown:
            name = one_line(graph.boxes[at].label)
            lines.append(f"{before}{mark}{number}{name + ', ' if name else ''}shown above")
            continue
        shown.add(at)
        box = graph.boxes[at]
        op = f"  ← {one_line(box.op, LONGEST_OP)}" if box.op else ""
        lines.append(f"{before}{mark}{number}{' | '.join(cells_of(box))}{op}")
        if len(beneath) >= 3 * DEEPEST and box.parents:
            lines.append(f"{beneath}└─ …")
            continue
        twice = "×2 " if box.uses_one_operand_twice else ""
        for last, parent in enumerate(reversed(box.parents)):
            bend, bar = ("├─ ", "│  ") if last else ("└─ ", "   ")
            stack.append((parent, beneath + bend, beneath + bar, twice))
