"""What goes wrong in training: the zeroing, the step, and their order."""

from __future__ import annotations

import ast

from grader.diagnosis.recognition.catalogue.claims import (
    any_of,
    calls,
    changes_its_variable,
    generates,
    hands_over,
    has,
    has_no_effect,
    has_not,
    has_twice,
    in_order,
    names,
    operates,
    returns_in_a_loop,
    stores,
    takes_the_number,
)
from grader.diagnosis.recognition.catalogue.edits import Edit, body
from grader.diagnosis.recognition.catalogue.misconception import Misconception

FILE = "training.py"

STEP = "        gradient_step(model.parameters(), learning_rate)\n"
ZEROING = "        zero_gradients(model.parameters())\n"

TRAINING = (
    Misconception(
        name="step-uphill",
        stage=11,
        caught=11,
        explanation="Your step moves along the gradient, which makes the loss larger. Go "
        "against it, with a minus.",
        edits=(Edit(FILE, "gradient_step", "p.data -= ", "p.data += "),),
    ),
    Misconception(
        name="step-on-the-gradient",
        stage=11,
        caught=11,
        explanation="Your step changes p.grad and leaves p.data as it is, so the model "
        "learns nothing. Change p.data.",
        edits=(Edit(FILE, "gradient_step", "p.data -= ", "p.grad -= "),),
    ),
    Misconception(
        name="step-on-a-new-value",
        stage=11,
        caught=11,
        explanation="Your step only gives the name of the loop's variable to something new, and "
        "the model keeps its Value as it was. Change the number inside it, p.data.",
        edits=(Edit(FILE, "gradient_step", "p.data -= ", "p -= "),),
        claims=(has(FILE, "gradient_step", changes_its_variable),),
    ),
    Misconception(
        name="step-on-a-number",
        stage=11,
        caught=11,
        explanation="Your step takes p.data out under another name and changes that: a number of "
        "its own. Change p.data itself.",
        edits=(
            Edit(
                FILE,
                "gradient_step",
                "p.data -= learning_rate * p.grad",
                "number = p.data\n        number -= learning_rate * p.grad",
            ),
        ),
        claims=(has(FILE, "gradient_step", takes_the_number),),
    ),
    Misconception(
        name="step-not-kept",
        stage=11,
        caught=11,
        explanation="Your step computes p.data - learning_rate * p.grad and keeps it nowhere. "
        "Write -= in place of the minus.",
        edits=(Edit(FILE, "gradient_step", "p.data -= ", "p.data - "),),
        claims=(has(FILE, "gradient_step", has_no_effect),),
    ),
    Misconception(
        name="zeroing-without-effect",
        stage=11,
        caught=11,
        explanation="Your zero_gradients leaves every gradient as it was: == only compares, p = "
        "0.0 only gives the name p to a number, and an attribute of another spelling is another "
        "one. Write p.grad = 0.0.",
        edits=(Edit(FILE, "zero_gradients", "p.grad = 0.0", "p.grad == 0.0"),),
    ),
    Misconception(
        name="training-of-one-step",
        stage=11,
        caught=11,
        explanation="Your train returns in its first step: `return` stands inside the loop. Put "
        "it below the loop, as far left as `for`.",
        edits=(Edit(FILE, "train", "    return losses", "        return losses"),),
        claims=(has(FILE, "train", returns_in_a_loop),),
    ),
    Misconception(
        name="step-before-backward",
        stage=11,
        caught=11,
        explanation="You take the gradient step before backward(), by gradients that are still 0 "
        "or those of the step before. Call loss.backward() first.",
        edits=(
            Edit(FILE, "train", "        loss.backward()\n", ""),
            Edit(
                FILE,
                "train",
                STEP,
                STEP + "        loss.backward()\n",
            ),
        ),
        claims=(
            in_order(
                FILE,
                "train",
                any_of(calls("gradient_step"), stores("data")),
                calls("backward"),
            ),
        ),
    ),
    Misconception(
        name="training-without-step",
        stage=11,
        caught=11,
        explanation="Your parameters never move, since train takes no gradient step. Take one "
        "after backward(): gradient_step(model.parameters(), learning_rate).",
        edits=(Edit(FILE, "train", STEP, ""),),
        claims=(
            has_not(FILE, "train", any_of(calls("gradient_step"), stores("data"))),
            has(FILE, "train", calls("backward")),
        ),
    ),
    Misconception(
        name="training-without-backward",
        stage=11,
        caught=11,
        explanation="Your parameters never move, since train never calls backward(): all "
        "gradients stay 0. Call loss.backward() before the gradient step.",
        edits=(Edit(FILE, "train", "        loss.backward()\n", ""),),
        claims=(has_not(FILE, "train", calls("backward")),),
    ),
    Misconception(
        name="parameters-used-up",
        stage=11,
        caught=11,
        explanation="Your parameters come from a generator, which is empty once it was walked "
        "through, so the gradient step finds none to move. Make a list of them.",
        edits=(
            Edit(
                FILE,
                "train",
                "    losses = []\n",
                "    losses = []\n    parameters = (p for p in model.parameters())\n",
            ),
            Edit(FILE, "train", "zero_gradients(model.parameters())", "zero_gradients(parameters)"),
            Edit(FILE, "train", "gradient_step(model.parameters()", "gradient_step(parameters"),
        ),
        claims=(has(FILE, "train", generates), has(FILE, "train", calls("backward"))),
    ),
    Misconception(
        name="learning-rate-left-out",
        stage=11,
        caught=11,
        explanation="Your step moves by the whole gradient. Multiply it by learning_rate, so "
        "that the step is small.",
        edits=(Edit(FILE, "gradient_step", "learning_rate * p.grad", "p.grad"),),
    ),
    Misconception(
        name="learning-rate-fixed",
        stage=11,
        caught=11,
        explanation="Your step always uses one number of your own. Use the learning_rate "
        "that it is given.",
        edits=(Edit(FILE, "gradient_step", "learning_rate * p.grad", "0.1 * p.grad"),),
        variants=tuple(
            (Edit(FILE, "gradient_step", "learning_rate * p.grad", f"{number} * p.grad"),)
            for number in ("0.05", "0.01", "0.001")
        ),
    ),
    Misconception(
        name="gradients-not-zeroed",
        stage=11,
        caught=11,
        explanation="You never zero the gradients, so each step still has those of all "
        "earlier steps in it. Zero them before each backward().",
        edits=(Edit(FILE, "train", ZEROING, ""),),
    ),
    Misconception(
        name="gradients-zeroed-once",
        stage=11,
        caught=11,
        explanation="You zero the gradients once, before the loop, so those of all earlier "
        "steps add up. Zero them in each step, before backward().",
        edits=(
            Edit(FILE, "train", ZEROING, ""),
            Edit(
                FILE,
                "train",
                "    losses = []\n",
                "    losses = []\n    zero_gradients(model.parameters())\n",
            ),
        ),
    ),
    Misconception(
        name="gradients-zeroed-after-backward",
        stage=11,
        caught=11,
        explanation="You zero the gradients after backward(), so the step has nothing left "
        "to go by. Zero them before it.",
        edits=(
            Edit(FILE, "train", ZEROING, ""),
            Edit(
                FILE,
                "train",
                "        loss.backward()\n",
                "        loss.backward()\n" + ZEROING,
            ),
        ),
        claims=(
            in_order(
                FILE,
                "train",
                calls("backward"),
                any_of(calls("zero_gradients"), stores("grad")),
            ),
        ),
    ),
    Misconception(
        name="only-weights-zeroed",
        stage=11,
        caught=11,
        explanation="You zero the gradients of the weights, but not those of the biases, "
        "which go on adding up. Zero all of model.parameters().",
        edits=(
            Edit(
                FILE,
                "train",
                ZEROING,
                "        for layer in model.layers:\n"
                "            for neuron in layer.neurons:\n"
                "                zero_gradients(neuron.w)\n",
            ),
        ),
    ),
    Misconception(
        name="loss-recorded-after-step",
        stage=11,
        caught=11,
        explanation="You record the loss after the step, so your list begins one step late. "
        "Record it before the parameters move.",
        edits=(
            Edit(FILE, "train", "        losses.append(loss.data)\n", ""),
            Edit(
                FILE,
                "train",
                STEP,
                STEP + "        losses.append(squared_error(ys, [model(x) for x in xs]).data)\n",
            ),
        ),
    ),
    Misconception(
        name="losses-are-values",
        stage=11,
        caught=11,
        explanation="Your list holds the losses as Values, each with its whole graph. Record "
        "the number: loss.data.",
        edits=(Edit(FILE, "train", "losses.append(loss.data)", "losses.append(loss)"),),
    ),
    Misconception(
        name="first-example-only",
        stage=11,
        caught=11,
        explanation="Your training looks at the first example only. Call the model on every "
        "x in xs.",
        edits=(Edit(FILE, "train", "[model(x) for x in xs]", "[model(xs[0])]"),),
    ),
    Misconception(
        name="forward-only-once",
        stage=11,
        caught=11,
        explanation="You compute the outputs once, before the loop, so the loss never "
        "notices that the parameters moved. Compute them anew in each step.",
        edits=(
            body(
                FILE,
                "train",
                """
                losses = []
                outputs = [model(x) for x in xs]
                for _ in range(steps):
                    loss = squared_error(ys, outputs)
                    losses.append(loss.data)

                    zero_gradients(model.parameters())
                    loss.backward()
                    gradient_step(model.parameters(), learning_rate)
                return losses
                """,
            ),
        ),
    ),
    Misconception(
        name="step-replaces-the-number",
        stage=11,
        caught=11,
        explanation="Your step puts the change in the place of the number: p.data = -..., or =- "
        "for -=. Subtract it from p.data: p.data -= learning_rate * p.grad.",
        edits=(Edit(FILE, "gradient_step", "p.data -= ", "p.data = -"),),
    ),
    Misconception(
        name="step-by-the-number",
        stage=11,
        caught=11,
        explanation="Your step goes by p.data, which only shrinks every number. Go by its "
        "gradient: learning_rate * p.grad.",
        edits=(Edit(FILE, "gradient_step", "learning_rate * p.grad", "learning_rate * p.data"),),
    ),
    Misconception(
        name="outputs-sent-backward",
        stage=11,
        caught=11,
        explanation="Your train calls backward() of the outputs, so your gradients are those of "
        "the outputs. It is the loss that is to become smaller: loss.backward().",
        edits=(
            Edit(
                FILE,
                "train",
                "        loss.backward()\n",
                "        for output in outputs:\n            output.backward()\n",
            ),
        ),
    ),
    Misconception(
        name="learning-rate-negated",
        stage=11,
        caught=11,
        explanation="Your train hands gradient_step a negative learning rate, but gradient_step "
        "goes downhill by itself. Hand it learning_rate as it is.",
        edits=(
            Edit(
                FILE,
                "train",
                "model.parameters(), learning_rate",
                "model.parameters(), -learning_rate",
            ),
        ),
        claims=(has(FILE, "train", operates(ast.USub)),),
    ),
    Misconception(
        name="learning-rate-twice",
        stage=11,
        caught=11,
        explanation="Your train multiplies by learning_rate, and gradient_step does so again. "
        "Once is enough.",
        edits=(
            Edit(
                FILE,
                "train",
                "model.parameters(), learning_rate",
                "model.parameters(), learning_rate * learning_rate",
            ),
        ),
        variants=(
            (
                Edit(
                    FILE,
                    "train",
                    STEP,
                    "        for p in model.parameters():\n"
                    "            p.grad *= learning_rate\n" + STEP,
                ),
            ),
        ),
        claims=(has_twice(FILE, "train", names("learning_rate")),),
    ),
    Misconception(
        name="two-steps-at-once",
        stage=11,
        caught=11,
        explanation="Your parameters move twice in each step. One gradient_step after each "
        "backward() is enough.",
        edits=(
            Edit(
                FILE,
                "train",
                STEP,
                STEP + STEP,
            ),
        ),
        claims=(has_twice(FILE, "train", any_of(calls("gradient_step"), stores("data"))),),
    ),
    Misconception(
        name="step-below-the-loop",
        stage=11,
        caught=11,
        explanation="Your train takes its gradient step below the loop, once in all. Indent it "
        "into the loop, below loss.backward().",
        edits=(
            Edit(
                FILE,
                "train",
                STEP,
                "    gradient_step(model.parameters(), learning_rate)\n",
            ),
        ),
    ),
    Misconception(
        name="step-for-each-example",
        stage=11,
        caught=11,
        explanation="Your train takes a step for each example. Add up the loss of all examples "
        "first, and take one step for it.",
        edits=(
            body(
                FILE,
                "train",
                """
            losses = []
            for _ in range(steps):
                for x, y in zip(xs, ys):
                    loss = squared_error([y], [model(x)])
                    zero_gradients(model.parameters())
                    loss.backward()
                    gradient_step(model.parameters(), learning_rate)
                losses.append(loss.data)
            return losses
            """,
            ),
        ),
    ),
    Misconception(
        name="losses-emptied",
        stage=11,
        caught=11,
        explanation="Your train begins a new list of losses in each step, so only the last loss "
        "is in it. Make the list once, above the loop.",
        edits=(
            Edit(
                FILE,
                "train",
                "    losses = []\n    for _ in range(steps):\n",
                "    for _ in range(steps):\n        losses = []\n",
            ),
        ),
    ),
    Misconception(
        name="model-called-on-all",
        stage=11,
        caught=11,
        explanation="Your train calls the model on the whole list xs, but a model takes one "
        "example. Call it on each: [model(x) for x in xs].",
        edits=(Edit(FILE, "train", "[model(x) for x in xs]", "model(xs)"),),
        claims=(has(FILE, "train", hands_over("model", "xs")),),
    ),
)
