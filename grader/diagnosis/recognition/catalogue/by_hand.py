"""What goes wrong on paper: numerical gradients and the chain rule by hand."""

from __future__ import annotations

from grader.diagnosis.recognition.catalogue.claims import has, returns_in_a_loop
from grader.diagnosis.recognition.catalogue.edits import Edit, body
from grader.diagnosis.recognition.catalogue.misconception import Misconception

FILE = "by_hand.py"
NUMERICAL = "numerical_gradient"
EXPRESSION = "expression_gradients"
NEURON = "neuron_gradients"

BY_HAND = (
    Misconception(
        name="only-one-value-divided",
        stage=3,
        caught=3,
        explanation="You divide only f(*inputs) by h: / goes before -. Put parentheses around "
        "your difference: (f(*bumped) - f(*inputs)) / h.",
        edits=(
            Edit(
                FILE,
                NUMERICAL,
                "(f(*bumped) - f(*inputs)) / h",
                "f(*bumped) - f(*inputs) / h",
            ),
        ),
    ),
    Misconception(
        name="gradient-returned-in-the-loop",
        stage=3,
        caught=3,
        explanation="Your numerical_gradient knows the first input only: the `return` is inside "
        "the loop, so its first round is the last. Move it out, to the left.",
        edits=(Edit(FILE, NUMERICAL, "    return gradient", "        return gradient"),),
        claims=(has(FILE, NUMERICAL, returns_in_a_loop),),
    ),
    Misconception(
        name="bumps-accumulate",
        stage=3,
        caught=3,
        explanation="You bump the next input while the earlier ones are still bumped. Start "
        "each time from the inputs as they were given.",
        edits=(
            body(
                FILE,
                NUMERICAL,
                """
                gradient = []
                bumped = list(inputs)
                for i in range(len(inputs)):
                    bumped[i] += h
                    gradient.append((f(*bumped) - f(*inputs)) / h)
                return gradient
                """,
            ),
        ),
    ),
    Misconception(
        name="inputs-bumped-in-place",
        stage=3,
        caught=3,
        explanation="You bump the list `inputs` itself and leave it bumped. Bump a copy, "
        "`list(inputs)`, and make a fresh one for each input.",
        edits=(
            body(
                FILE,
                NUMERICAL,
                """
                gradient = []
                before = f(*inputs)
                for i in range(len(inputs)):
                    inputs[i] += h
                    gradient.append((f(*inputs) - before) / h)
                return gradient
                """,
            ),
        ),
    ),
    Misconception(
        name="inputs-not-copied",
        stage=3,
        caught=3,
        explanation="Your bumped list is `inputs` itself under a second name, so both are "
        "bumped and the difference is 0. Make a copy: `list(inputs)`.",
        edits=(Edit(FILE, NUMERICAL, "bumped = list(inputs)", "bumped = inputs"),),
    ),
    Misconception(
        name="difference-not-divided",
        stage=3,
        caught=3,
        explanation="You return how much the output changes, a tiny number. Divide it by the "
        "step h: the derivative is the change per step.",
        edits=(
            Edit(
                FILE,
                NUMERICAL,
                "(f(*bumped) - f(*inputs)) / h",
                "f(*bumped) - f(*inputs)",
            ),
        ),
    ),
    Misconception(
        name="two-sided-step-divided-by-h",
        stage=3,
        caught=3,
        explanation="You step h to both sides but divide by h alone, so every derivative is "
        "twice too large. The distance between the two points is 2 * h.",
        edits=(
            body(
                FILE,
                NUMERICAL,
                """
                gradient = []
                for i in range(len(inputs)):
                    up, down = list(inputs), list(inputs)
                    up[i] += h
                    down[i] -= h
                    gradient.append((f(*up) - f(*down)) / h)
                return gradient
                """,
            ),
        ),
    ),
    Misconception(
        name="by-hand-local-derivatives-only",
        stage=3,
        caught=3,
        explanation="You wrote down local derivatives, such as b for `a * b`, but not what "
        "comes from above. Multiply each by the gradient of its result.",
        edits=(
            Edit(FILE, EXPRESSION, "c_grad = 1.0 * d_grad", "c_grad = 1.0"),
            Edit(FILE, EXPRESSION, "e_grad = 1.0 * d_grad", "e_grad = 1.0"),
            Edit(FILE, EXPRESSION, "a_grad = b * e_grad", "a_grad = b"),
            Edit(FILE, EXPRESSION, "b_grad = a * e_grad", "b_grad = a"),
        ),
    ),
    Misconception(
        name="by-hand-a-and-b-swapped",
        stage=3,
        caught=3,
        explanation="For `e = a * b` you gave a and b each its own number. When a grows by "
        "1, e grows by b: use the other factor.",
        edits=(
            Edit(FILE, EXPRESSION, "a_grad = b * e_grad", "a_grad = a * e_grad"),
            Edit(FILE, EXPRESSION, "b_grad = a * e_grad", "b_grad = b * e_grad"),
        ),
    ),
    Misconception(
        name="by-hand-d-and-f-swapped",
        stage=3,
        caught=3,
        explanation="For `L = d * f` you gave d and f each its own number. When d grows by "
        "1, L grows by f: use the other factor.",
        edits=(
            Edit(FILE, EXPRESSION, "d_grad = f * L_grad", "d_grad = d * L_grad"),
            Edit(FILE, EXPRESSION, "f_grad = d * L_grad", "f_grad = f * L_grad"),
        ),
    ),
    Misconception(
        name="by-hand-sum-times-own-number",
        stage=3,
        caught=3,
        explanation="For `d = e + c` you multiplied by the numbers e and c themselves. A sum "
        "grows as fast as each of its terms: pass its gradient on as it is.",
        edits=(
            Edit(FILE, EXPRESSION, "c_grad = 1.0 * d_grad", "c_grad = c * d_grad"),
            Edit(FILE, EXPRESSION, "e_grad = 1.0 * d_grad", "e_grad = (a * b) * d_grad"),
        ),
    ),
    Misconception(
        name="by-hand-sum-as-a-product",
        stage=3,
        caught=3,
        explanation="For `d = e + c` you used the rule for a product, the other number. A "
        "sum grows as fast as each of its terms: pass its gradient on as it is.",
        edits=(
            Edit(FILE, EXPRESSION, "c_grad = 1.0 * d_grad", "c_grad = (a * b) * d_grad"),
            Edit(FILE, EXPRESSION, "e_grad = 1.0 * d_grad", "e_grad = c * d_grad"),
        ),
    ),
    Misconception(
        name="by-hand-tanh-slope-from-input",
        stage=3,
        caught=3,
        explanation="For the derivative of tanh you squared its input n. It is 1 - o**2, "
        "with the output o = tanh(n).",
        edits=(
            Edit(
                FILE,
                NEURON,
                "n_grad = (1 - o**2) * o_grad",
                "n_grad = (1 - (x1 * w1 + x2 * w2 + b) ** 2) * o_grad",
            ),
        ),
    ),
    Misconception(
        name="by-hand-tanh-square-forgotten",
        stage=3,
        caught=3,
        explanation="For the derivative of tanh you took 1 - o. It is 1 - o**2, with the "
        "square of the output.",
        edits=(Edit(FILE, NEURON, "(1 - o**2) * o_grad", "(1 - o) * o_grad"),),
    ),
    Misconception(
        name="by-hand-tanh-left-out",
        stage=3,
        caught=3,
        explanation="You passed o's gradient on to n as it is, as if there were no tanh. "
        "Multiply it by tanh's derivative, 1 - o**2.",
        edits=(Edit(FILE, NEURON, "(1 - o**2) * o_grad", "o_grad"),),
    ),
    Misconception(
        name="by-hand-inputs-and-weights-swapped",
        stage=3,
        caught=3,
        explanation="For `x1 * w1` and `x2 * w2` you gave each factor its own number. The "
        "derivative by x1 is w1, and the derivative by w1 is x1.",
        edits=(
            Edit(FILE, NEURON, '"x1": w1 * x1w1_grad', '"x1": x1 * x1w1_grad'),
            Edit(FILE, NEURON, '"w1": x1 * x1w1_grad', '"w1": w1 * x1w1_grad'),
            Edit(FILE, NEURON, '"x2": w2 * x2w2_grad', '"x2": x2 * x2w2_grad'),
            Edit(FILE, NEURON, '"w2": x2 * x2w2_grad', '"w2": w2 * x2w2_grad'),
        ),
    ),
    Misconception(
        name="by-hand-neuron-local-derivatives-only",
        stage=3,
        caught=3,
        explanation="In the neuron you stopped at the local derivatives: 1 for a sum, the "
        "other factor for a product. Multiply each by the gradient of its result.",
        edits=(
            Edit(FILE, NEURON, "b_grad = 1.0 * n_grad", "b_grad = 1.0"),
            Edit(FILE, NEURON, "x1w1x2w2_grad = 1.0 * n_grad", "x1w1x2w2_grad = 1.0"),
        ),
    ),
    Misconception(
        name="bump-multiplied",
        stage=3,
        caught=3,
        explanation="You multiply the input by h, which makes it almost 0. Add h to it, a small "
        "step away from where it is: bumped[i] += h.",
        edits=(Edit(FILE, "numerical_gradient", "bumped[i] += h", "bumped[i] *= h"),),
    ),
    Misconception(
        name="inputs-handed-over-as-a-list",
        stage=3,
        caught=3,
        explanation="Your call hands f one list, and f takes as many numbers as there are "
        "inputs. The star hands them over one by one: f(*inputs).",
        edits=(
            Edit(
                FILE, "numerical_gradient", "(f(*bumped) - f(*inputs))", "(f(bumped) - f(inputs))"
            ),
        ),
        variants=((Edit(FILE, "numerical_gradient", "f(*inputs)", "f(inputs)"),),),
    ),
)
