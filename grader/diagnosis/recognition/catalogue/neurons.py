"""What goes wrong in a neuron."""

from __future__ import annotations

from grader.diagnosis.recognition.catalogue.claims import (
    assigns_in_a_loop,
    calls,
    has,
    has_not,
    has_twice,
    names,
    returns_an_error,
    returns_in_a_loop,
)
from grader.diagnosis.recognition.catalogue.edits import Edit, body
from grader.diagnosis.recognition.catalogue.misconception import Misconception

FILE = "nn.py"

SUM = "sum((wi * xi for wi, xi in zip(self.w, x)), self.b)"
WEIGHTS = "[Value(random.uniform(-1, 1)) for _ in range(nin)]"

NEURONS = (
    Misconception(
        name="bias-forgotten",
        stage=8,
        caught=8,
        explanation="Your neuron adds up weights times inputs, but not its bias. Add self.b "
        "too, before the tanh.",
        edits=(Edit(FILE, "Neuron.__call__", SUM, "sum(wi * xi for wi, xi in zip(self.w, x))"),),
    ),
    Misconception(
        name="bias-added-for-each-input",
        stage=8,
        caught=8,
        explanation="Your neuron adds its bias once for each input. Add it once in all: as "
        "the start of the sum, after the comma.",
        edits=(
            Edit(
                FILE,
                "Neuron.__call__",
                SUM,
                "sum(wi * xi + self.b for wi, xi in zip(self.w, x))",
            ),
        ),
    ),
    Misconception(
        name="sum-parenthesis-misplaced",
        stage=8,
        caught=8,
        explanation="Your parenthesis closes sum(...) before `, self.b`, which makes a tuple "
        "of two. The bias belongs inside: sum((...), self.b).",
        edits=(
            Edit(
                FILE,
                "Neuron.__call__",
                SUM,
                "sum((wi * xi for wi, xi in zip(self.w, x))), self.b",
            ),
        ),
    ),
    Misconception(
        name="neuron-returns-in-the-loop",
        stage=8,
        caught=8,
        explanation="Your neuron takes its first input only: `return` stands inside the loop, and "
        "ends it in its first round. Put it below the loop.",
        edits=(
            Edit(
                FILE,
                "Neuron.__call__",
                f"weighted_sum = {SUM}\n        return",
                "weighted_sum = self.b\n        for wi, xi in zip(self.w, x):\n"
                "            weighted_sum = weighted_sum + wi * xi\n            return",
            ),
        ),
        claims=(has(FILE, "Neuron.__call__", returns_in_a_loop),),
    ),
    Misconception(
        name="neuron-of-the-last-input",
        stage=8,
        caught=8,
        explanation="Your neuron takes its last input only: each product takes the place of the "
        "one before it. Add them up, with +=.",
        edits=(
            Edit(
                FILE,
                "Neuron.__call__",
                f"weighted_sum = {SUM}\n",
                "for wi, xi in zip(self.w, x):\n            weighted_sum = wi * xi + self.b\n",
            ),
        ),
        claims=(has(FILE, "Neuron.__call__", assigns_in_a_loop),),
        variants=(
            (
                Edit(
                    FILE,
                    "Neuron.__call__",
                    f"weighted_sum = {SUM}\n",
                    "for wi, xi in zip(self.w, x):\n            weighted_sum = wi * xi\n",
                ),
            ),
        ),
    ),
    Misconception(
        name="neuron-without-tanh",
        stage=8,
        caught=8,
        explanation="Your neuron returns the weighted sum itself. Return its tanh: "
        "weighted_sum.tanh().",
        edits=(Edit(FILE, "Neuron.__call__", "weighted_sum.tanh()", "weighted_sum"),),
    ),
    Misconception(
        name="input-length-not-checked",
        stage=8,
        caught=8,
        explanation="Your neuron takes an input of any length: zip() stops at the shorter "
        "list without a word. Compare the lengths first, and raise a ValueError.",
        edits=(
            body(
                FILE,
                "Neuron.__call__",
                f"""
                if isinstance(x, (int, float, Value)):
                    x = [x]
                weighted_sum = {SUM}
                return weighted_sum.tanh()
                """,
            ),
        ),
        claims=(
            has_not(FILE, "Neuron.__call__", names("ValueError")),
            has_not(FILE, "Neuron.__call__", calls("print")),
        ),
    ),
    Misconception(
        name="error-returned",
        stage=8,
        caught=8,
        explanation="Your neuron returns the ValueError, like any other result, and goes on as "
        "if nothing was. An error is raised: `raise ValueError(...)`.",
        edits=(Edit(FILE, "Neuron.__call__", "raise ValueError", "return ValueError"),),
        claims=(has(FILE, "Neuron.__call__", returns_an_error),),
    ),
    Misconception(
        name="tanh-not-called",
        stage=8,
        caught=8,
        explanation="Your neuron returns the method tanh itself, which was not called. Add its "
        "parentheses: tanh().",
        edits=(Edit(FILE, "Neuron.__call__", "weighted_sum.tanh()", "weighted_sum.tanh"),),
        claims=(has_not(FILE, "Neuron.__call__", calls("tanh")),),
    ),
    Misconception(
        name="weights-all-equal",
        stage=8,
        caught=8,
        explanation="All your weights start with the same number. Draw a new random number "
        "for each of them.",
        edits=(
            Edit(
                FILE,
                "Neuron.__init__",
                f"self.w = {WEIGHTS}",
                "weight = random.uniform(-1, 1)\n"
                "        self.w = [Value(weight) for _ in range(nin)]",
            ),
        ),
    ),
    Misconception(
        name="one-weight-many-times",
        stage=8,
        caught=8,
        explanation="Your list [Value(...)] * nin holds one and the same Value nin times. Make "
        "a new Value for each weight: [... for _ in range(nin)].",
        edits=(Edit(FILE, "Neuron.__init__", WEIGHTS, "[Value(random.uniform(-1, 1))] * nin"),),
    ),
    Misconception(
        name="weights-all-positive",
        stage=8,
        caught=8,
        explanation="All your weights are positive, as random.random() and uniform(0, 1) are. "
        "Use random.uniform(-1, 1).",
        edits=(
            Edit(
                FILE,
                "Neuron.__init__",
                WEIGHTS,
                "[Value(random.random()) for _ in range(nin)]",
            ),
        ),
    ),
    Misconception(
        name="weights-are-integers",
        stage=8,
        caught=8,
        explanation="Your weights are only -1, 0 or 1, so many are equal. Use "
        "random.uniform(-1, 1), which gives any number between.",
        edits=(
            Edit(
                FILE,
                "Neuron.__init__",
                WEIGHTS,
                "[Value(random.randint(-1, 1)) for _ in range(nin)]",
            ),
        ),
    ),
    Misconception(
        name="weights-are-plain-numbers",
        stage=8,
        caught=8,
        explanation="Your weights are plain numbers, which have no gradient. Wrap each in a "
        "Value: Value(random.uniform(-1, 1)).",
        edits=(
            Edit(
                FILE,
                "Neuron.__init__",
                WEIGHTS,
                "[random.uniform(-1, 1) for _ in range(nin)]",
            ),
        ),
    ),
    Misconception(
        name="bias-not-a-parameter",
        stage=8,
        caught=8,
        explanation="Your parameters() returns the weights alone, so the bias would never be "
        "trained. Return self.w + [self.b].",
        edits=(body(FILE, "Neuron.parameters", "return self.w"),),
    ),
    Misconception(
        name="parameters-grow",
        stage=8,
        caught=8,
        explanation="Your parameters() adds the bias to self.w itself, which gets longer at "
        "each call. Make a new list: self.w + [self.b].",
        edits=(
            body(
                FILE,
                "Neuron.parameters",
                """
                self.w.append(self.b)
                return self.w
                """,
            ),
        ),
    ),
    Misconception(
        name="weights-added-to-inputs",
        stage=8,
        caught=8,
        explanation="Your neuron adds each weight to its input. A weight is a factor: wi * xi.",
        edits=(
            Edit(
                FILE, "Neuron.__call__", SUM, "sum((wi + xi for wi, xi in zip(self.w, x)), self.b)"
            ),
        ),
    ),
    Misconception(
        name="last-input-left-out",
        stage=8,
        caught=8,
        explanation="Your neuron leaves out its last input: its loop ends one too early. "
        "zip(self.w, x) gives every weight with its input.",
        edits=(
            Edit(
                FILE,
                "Neuron.__call__",
                SUM,
                "sum((wi * xi for wi, xi in zip(self.w[:-1], x)), self.b)",
            ),
        ),
    ),
    Misconception(
        name="bias-added-to-a-list",
        stage=8,
        caught=8,
        explanation="Your neuron adds its bias to a list of products. Add the products up first, "
        "with sum().",
        edits=(
            Edit(FILE, "Neuron.__call__", SUM, "[wi * xi for wi, xi in zip(self.w, x)] + self.b"),
        ),
    ),
    Misconception(
        name="tanh-of-a-number",
        stage=8,
        caught=8,
        explanation="Your neuron makes its output of a plain number, .data, so no gradient finds "
        "its way to the weights. Take the tanh of the Value itself: weighted_sum.tanh().",
        edits=(
            Edit(FILE, "Neuron.__call__", "weighted_sum.tanh()", "Value(weighted_sum.data).tanh()"),
        ),
        claims=(has(FILE, "Neuron.__call__", names("data")),),
    ),
    Misconception(
        name="tanh-of-each-product",
        stage=8,
        caught=8,
        explanation="Your neuron takes the tanh of each product. It is taken once, of the whole "
        "sum with its bias.",
        edits=(
            Edit(
                FILE,
                "Neuron.__call__",
                f"weighted_sum = {SUM}\n        return weighted_sum.tanh()",
                "return sum(((wi * xi).tanh() for wi, xi in zip(self.w, x)), self.b)",
            ),
        ),
        variants=(
            (
                Edit(
                    FILE,
                    "Neuron.__call__",
                    SUM,
                    "sum(((wi * xi).tanh() for wi, xi in zip(self.w, x)), self.b)",
                ),
            ),
        ),
    ),
    Misconception(
        name="tanh-before-the-bias",
        stage=8,
        caught=8,
        explanation="Your neuron adds its bias after the tanh. Add it to the sum, and take the "
        "tanh of that.",
        edits=(
            Edit(
                FILE,
                "Neuron.__call__",
                f"weighted_sum = {SUM}\n        return weighted_sum.tanh()",
                "return sum(wi * xi for wi, xi in zip(self.w, x)).tanh() + self.b",
            ),
        ),
    ),
    Misconception(
        name="tanh-twice",
        stage=8,
        caught=8,
        explanation="Your neuron takes the tanh twice. Take it once, of the weighted sum.",
        edits=(Edit(FILE, "Neuron.__call__", "weighted_sum.tanh()", "weighted_sum.tanh().tanh()"),),
        claims=(has_twice(FILE, "Neuron.__call__", calls("tanh")),),
    ),
    Misconception(
        name="error-printed",
        stage=8,
        caught=8,
        explanation="Your neuron prints what is wrong with its input, and goes on as if nothing "
        "was. An error is raised: `raise ValueError(...)`.",
        edits=(
            Edit(
                FILE,
                "Neuron.__call__",
                'raise ValueError(f"expected {len(self.w)} inputs, got {len(x)}")',
                'print("wrong number of inputs")',
            ),
        ),
        claims=(has(FILE, "Neuron.__call__", calls("print")),),
    ),
)
