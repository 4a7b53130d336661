"""What goes wrong in the loss."""

from __future__ import annotations

from grader.diagnosis.recognition.catalogue.claims import assigns_in_a_loop, has, returns_in_a_loop
from grader.diagnosis.recognition.catalogue.edits import Edit, body
from grader.diagnosis.recognition.catalogue.misconception import Misconception

FILE = "training.py"

LOSSES = (
    Misconception(
        name="loss-without-square",
        stage=11,
        caught=11,
        explanation="Your loss adds up the differences as they are, so that positive and "
        "negative ones cancel out. Square each of them.",
        edits=(Edit(FILE, "squared_error", "(output - y) ** 2", "output - y"),),
    ),
    Misconception(
        name="loss-is-the-mean",
        stage=11,
        caught=11,
        explanation="Your loss is the mean of the squared differences. Here it is their sum, "
        "as in the lecture: do not divide by their number.",
        edits=(
            body(
                FILE,
                "squared_error",
                "return sum((output - y) ** 2 for y, output in zip(ys, outputs)) / len(ys)",
            ),
        ),
    ),
    Misconception(
        name="loss-of-the-last-example",
        stage=11,
        caught=11,
        explanation="Your loss is that of the last example alone: each one takes the place of "
        "those before it. Add them up, with +=.",
        edits=(
            body(
                FILE,
                "squared_error",
                """
                loss = 0
                for y, output in zip(ys, outputs):
                    loss = (output - y) ** 2
                return loss
                """,
            ),
        ),
        claims=(has(FILE, "squared_error", assigns_in_a_loop),),
    ),
    Misconception(
        name="loss-of-the-first-example",
        stage=11,
        caught=11,
        explanation="Your loss is that of the first example alone: `return` stands inside the "
        "loop, and ends it in its first round. Put it below the loop.",
        edits=(
            body(
                FILE,
                "squared_error",
                """
                loss = 0
                for y, output in zip(ys, outputs):
                    loss += (output - y) ** 2
                    return loss
                """,
            ),
        ),
        claims=(has(FILE, "squared_error", returns_in_a_loop),),
    ),
    Misconception(
        name="loss-of-sums",
        stage=11,
        caught=11,
        explanation="Your loss adds y to the output. What counts is how far they are apart: "
        "output - y.",
        edits=(Edit(FILE, "squared_error", "output - y", "output + y"),),
    ),
    Misconception(
        name="loss-squares-y-only",
        stage=11,
        caught=11,
        explanation="Your loss squares y alone: ** goes before -. Put parentheses around the "
        "difference: (output - y) ** 2.",
        edits=(Edit(FILE, "squared_error", "(output - y) ** 2", "output - y**2"),),
    ),
    Misconception(
        name="loss-doubles",
        stage=11,
        caught=11,
        explanation="Your loss doubles the differences, *2. To square them is **2.",
        edits=(Edit(FILE, "squared_error", "(output - y) ** 2", "(output - y) * 2"),),
    ),
    Misconception(
        name="loss-squares-the-sum",
        stage=11,
        caught=11,
        explanation="Your loss adds up the differences and squares their sum, so that positive and "
        "negative ones cancel out. Square each, then add them up.",
        edits=(
            body(
                FILE,
                "squared_error",
                "return sum(output - y for y, output in zip(ys, outputs)) ** 2",
            ),
        ),
    ),
    Misconception(
        name="loss-without-the-first",
        stage=11,
        caught=11,
        explanation="Your loss leaves out the first example. A list begins with number 0: "
        "range(len(ys)), or zip(ys, outputs).",
        edits=(Edit(FILE, "squared_error", "zip(ys, outputs)", "zip(ys[1:], outputs[1:])"),),
    ),
    Misconception(
        name="loss-without-the-last",
        stage=11,
        caught=11,
        explanation="Your loss leaves out the last example. range(n) ends before n by itself: "
        "range(len(ys)), or zip(ys, outputs).",
        edits=(Edit(FILE, "squared_error", "zip(ys, outputs)", "zip(ys[:-1], outputs)"),),
    ),
)
