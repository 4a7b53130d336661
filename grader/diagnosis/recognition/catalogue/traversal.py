"""What goes wrong on the way back: the seed, the walk, and the order of it.

Of 131 public implementations, 13 have a wrong walk or no seed.
"""

from __future__ import annotations

import textwrap

from grader.diagnosis.recognition.catalogue.claims import (
    calls,
    has,
    has_not,
    names,
    names_for_nothing,
    never_begins,
    returns_an_error,
)
from grader.diagnosis.recognition.catalogue.edits import Edit, body
from grader.diagnosis.recognition.catalogue.misconception import Misconception

VALUE = "value.py"
SORT = "topological_sort.py"

# Every walk below still refuses a cycle first, so that nothing but its order is wrong.
CYCLES_REFUSED = """
done, in_progress = set(), set()

def refuse_cycles(node):
    if node in in_progress:
        raise ValueError("the graph has a cycle")
    if node not in done:
        in_progress.add(node)
        for operand in node._prev:
            refuse_cycles(operand)
        in_progress.remove(node)
        done.add(node)

refuse_cycles(root)
"""


def _backward(new: str) -> Edit:
    return body(VALUE, "Value.backward", new)


def _sort(new: str) -> Edit:
    return body(SORT, "topological_sort", CYCLES_REFUSED + textwrap.dedent(new))


TRAVERSAL = (
    Misconception(
        name="root-not-seeded",
        stage=4,
        caught=4,
        explanation="Your backward() never sets the gradient of the result itself, so it "
        "passes zeros back. Set `self.grad = 1.0` first.",
        edits=(Edit(VALUE, "Value.backward", "        self.grad = 1.0\n", ""),),
    ),
    Misconception(
        name="backward-functions-named",
        stage=4,
        caught=4,
        explanation="Your backward() names each `_backward` and does not call it, so no gradient "
        "passes. A call has parentheses: node._backward().",
        edits=(Edit(VALUE, "Value.backward", "node._backward()", "node._backward"),),
        claims=(has(VALUE, "Value.backward", names_for_nothing("_backward")),),
    ),
    Misconception(
        name="grad-starts-at-one",
        stage=4,
        caught=4,
        explanation="Your Values all start with grad 1, which is then part of every gradient. "
        "Start at 0.0; only backward() sets 1.0, on the result.",
        edits=(Edit(VALUE, "Value.__init__", "self.grad = 0.0", "self.grad = 1.0"),),
    ),
    # An order that is not reversed runs the result's `_backward` last, and all before it
    # with gradients of 0: no first backward() tells the two apart.
    Misconception(
        name="gradients-stop-after-one-step",
        stage=4,
        caught=4,
        explanation="In your backward() only the result passes its gradient on: its "
        "`_backward` alone runs, or it runs last. Run all of them, from the result back: "
        "reversed(...).",
        edits=(
            Edit(
                VALUE,
                "Value.backward",
                "reversed(topological_sort(self))",
                "topological_sort(self)",
            ),
        ),
    ),
    Misconception(
        name="direct-operands-only",
        stage=4,
        caught=4,
        explanation="Your walk takes the result and its direct operands, and goes no "
        "further. Go on to the operands of the operands, down to the leaves.",
        edits=(_sort("return list(set(root._prev)) + [root]"),),
    ),
    Misconception(
        name="operands-backward-called",
        stage=4,
        caught=4,
        explanation="Your backward() calls backward() of the operands, which sets their "
        "gradients to 1 again. Call their `_backward()`, with the underscore.",
        edits=(
            _backward("""
                self.grad = 1.0
                self._backward()
                for operand in self._prev:
                    operand.backward()
            """),
        ),
        claims=(has(VALUE, "Value.backward", calls("backward")),),
    ),
    Misconception(
        name="result-before-operands",
        stage=4,
        caught=4,
        explanation="Your topological_sort has a Value before its operands, so the result comes "
        "first. Add it after the loop over its operands, and leave the list that way round.",
        edits=(
            _sort("""
                order, visited = [], set()

                def walk(node):
                    if node not in visited:
                        visited.add(node)
                        order.append(node)
                        for operand in node._prev:
                            walk(operand)

                walk(root)
                return order
            """),
        ),
    ),
    Misconception(
        name="depth-first-from-the-result",
        stage=5,
        caught=5,
        explanation="Your walk goes down from the result and takes each Value when it first "
        "meets it. One that is used again elsewhere must wait: add it after its operands, "
        "then reverse.",
        edits=(
            _sort("""
                order, visited = [], set()

                def walk(node):
                    if node not in visited:
                        visited.add(node)
                        order.append(node)
                        for operand in node._prev:
                            walk(operand)

                walk(root)
                return order[::-1]
            """),
        ),
    ),
    Misconception(
        name="breadth-first",
        stage=5,
        caught=5,
        explanation="Your walk goes from the result to all its operands, then to theirs. A "
        "Value that is used again further down then passes its gradient on too early.",
        edits=(
            _sort("""
                order, visited = [root], {root}
                for node in order:
                    for operand in node._prev:
                        if operand not in visited:
                            visited.add(operand)
                            order.append(operand)
                return order[::-1]
            """),
        ),
    ),
    Misconception(
        name="levels-by-shortest-path",
        stage=5,
        caught=5,
        explanation="Your levels count the shortest way from the result. A Value that is "
        "also used further down comes too early: what counts is its longest way.",
        edits=(
            _sort("""
                levels, visited = [[root]], {root}
                while levels[-1]:
                    below = []
                    for node in levels[-1]:
                        for operand in node._prev:
                            if operand not in visited:
                                visited.add(operand)
                                below.append(operand)
                    levels.append(below)
                return [node for level in reversed(levels) for node in level]
            """),
        ),
    ),
    Misconception(
        name="walk-along-every-path",
        stage=5,
        caught=5,
        explanation="Your backward() goes to the operands along every path, so a Value used "
        "twice passes its gradient on twice. Sort the Values first, and take each once.",
        edits=(
            _backward("""
                def walk(node):
                    node._backward()
                    for operand in node._prev:
                        walk(operand)

                self.grad = 1.0
                walk(self)
            """),
        ),
    ),
    Misconception(
        name="visited-forgotten",
        stage=5,
        caught=5,
        explanation="Your topological_sort does not remember where it has been, so a Value "
        "used twice is in the list twice. Keep a set of visited Values.",
        edits=(
            _sort("""
                order = []

                def walk(node):
                    for operand in node._prev:
                        walk(operand)
                    order.append(node)

                walk(root)
                return order
            """),
        ),
    ),
    Misconception(
        name="append-outside-visited-guard",
        stage=5,
        caught=5,
        explanation="Your topological_sort appends a Value even if it was visited before, so "
        "it is in the list twice. Move the append inside `if ... not in visited`.",
        edits=(
            _sort("""
                order, visited = [], set()

                def walk(node):
                    if node not in visited:
                        visited.add(node)
                        for operand in node._prev:
                            walk(operand)
                    order.append(node)

                walk(root)
                return order
            """),
        ),
    ),
    Misconception(
        name="order-kept-between-calls",
        stage=5,
        caught=5,
        explanation="Your list of sorted Values outlives the call: a second one finds those of "
        "the first still in it. It is a global variable, or the default of a parameter. Make a new "
        "list inside the function.",
        edits=(
            Edit(
                SORT,
                "",
                "def topological_sort(root):",
                "order, visited = [], set()\n\n\ndef topological_sort(root):",
            ),
            _sort("""
                def walk(node):
                    if node not in visited:
                        visited.add(node)
                        for operand in node._prev:
                            walk(operand)
                        order.append(node)

                walk(root)
                return order
            """),
        ),
    ),
    Misconception(
        name="cycle-error-returned",
        stage=5,
        caught=5,
        explanation="Your topological_sort returns the ValueError instead of raising it, so it "
        "gets lost. Write raise ValueError(...).",
        edits=(Edit(SORT, "topological_sort", "raise ValueError", "return ValueError"),),
        claims=(has(SORT, "topological_sort", returns_an_error),),
    ),
    Misconception(
        name="values-compared-by-number",
        stage=5,
        caught=4,
        explanation="Your Value has an `__eq__` that compares numbers, so two Values with the same "
        "number are taken for one by sets and by `in`. Leave `__eq__` out: a Value is equal to "
        "itself alone.",
        edits=(
            Edit(
                "value.py",
                "",
                "    def __repr__(self):",
                "    def __eq__(self, other):\n"
                "        return isinstance(other, Value) and self.data == other.data\n\n"
                "    def __hash__(self):\n"
                "        return hash(self.data)\n\n"
                "    def __repr__(self):",
            ),
        ),
        claims=(has("value.py", "Value.__eq__", names("data")),),
    ),
    Misconception(
        name="gradients-zeroed-in-backward",
        stage=5,
        caught=5,
        explanation="Your backward() sets all gradients to 0 first, so a leaf under two "
        "results loses what the first one gave it. Let backward() only add.",
        edits=(
            _backward("""
                from topological_sort import topological_sort

                nodes = topological_sort(self)
                for node in nodes:
                    node.grad = 0.0
                self.grad = 1.0
                for node in reversed(nodes):
                    node._backward()
            """),
        ),
    ),
    Misconception(
        name="cycle-not-noticed",
        stage=5,
        caught=5,
        explanation="Your topological_sort returns an order even if a Value is its own "
        "ancestor, where there is none. Notice a Value that is still in progress, and "
        "raise a ValueError.",
        edits=(
            body(
                SORT,
                "topological_sort",
                """
                order, visited = [], set()

                def walk(node):
                    if node not in visited:
                        visited.add(node)
                        for operand in node._prev:
                            walk(operand)
                        order.append(node)

                walk(root)
                return order
                """,
            ),
        ),
        claims=(has_not(SORT, "topological_sort", names("ValueError")),),
    ),
    Misconception(
        name="cycle-seen-where-none-is",
        stage=5,
        caught=5,
        explanation="Your topological_sort takes a Value that is used twice for a cycle. A Value "
        "is in progress only until its operands are done: then take it out of that set.",
        edits=(
            body(
                SORT,
                "topological_sort",
                """
                order, in_progress, done = [], set(), set()

                def walk(node):
                    if node in in_progress:
                        raise ValueError("the graph has a cycle")
                    if node not in done:
                        in_progress.add(node)
                        for operand in node._prev:
                            walk(operand)
                        done.add(node)
                        order.append(node)

                walk(root)
                return order
                """,
            ),
        ),
        claims=(has(SORT, "topological_sort", names("ValueError")),),
    ),
    Misconception(
        name="backward-of-each-called",
        stage=5,
        caught=4,
        explanation="Your backward() calls backward() of every Value in the order, of the result "
        "too, which begins all over again, without end. Call their `_backward()`, with the "
        "underscore.",
        edits=(Edit(VALUE, "Value.backward", "node._backward()", "node.backward()"),),
        claims=(has(VALUE, "Value.backward", calls("backward")),),
    ),
    Misconception(
        name="sort-never-begun",
        stage=5,
        caught=4,
        explanation="Your topological_sort defines its walk and never begins it, so the list "
        "stays empty. Call the inner function with root, before the return.",
        edits=(Edit(SORT, "topological_sort", "    visit(root)\n", ""),),
        claims=(never_begins(SORT, "topological_sort"),),
    ),
    Misconception(
        name="operands-appended-in-the-loop",
        stage=5,
        caught=4,
        explanation="Your topological_sort adds the operands of each Value, and never the Value "
        "itself, so the result is missing. Add it once, below the loop over its operands.",
        edits=(
            _sort("""
                order, visited = [], set()

                def walk(node):
                    if node not in visited:
                        visited.add(node)
                        for operand in node._prev:
                            walk(operand)
                            order.append(operand)

                walk(root)
                return order
            """),
        ),
    ),
    Misconception(
        name="visited-by-number",
        stage=5,
        caught=4,
        explanation="Your topological_sort remembers the numbers it has seen, so of two Values "
        "with the same number it takes one for the other. Remember the Values themselves.",
        edits=(
            Edit(SORT, "topological_sort", "if node not in visited", "if node.data not in visited"),
            Edit(SORT, "topological_sort", "visited.add(node)", "visited.add(node.data)"),
        ),
        variants=(
            (
                _sort("""
                    order, visited = [], set()

                    def walk(node):
                        if node.data not in visited:
                            visited.add(node.data)
                            for operand in node._prev:
                                walk(operand)
                            order.append(node)

                    walk(root)
                    return order
                """),
            ),
        ),
        claims=(has(SORT, "topological_sort", names("data")),),
    ),
)
