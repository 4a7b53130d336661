"""What goes wrong in training: the loss, the zeroing, the step, and their order."""

from __future__ import annotations

from grader.diagnosis.recognition.catalogue.claims import (
    any_of,
    assigns_in_a_loop,
    calls,
    changes_its_variable,
    generates,
    has,
    has_no_effect,
    has_not,
    in_order,
    returns_in_a_loop,
    stores,
    takes_the_number,
)
from grader.diagnosis.recognition.catalogue.edits import Edit, body
from grader.diagnosis.recognition.catalogue.misconception import Misconception

FILE = "training.py"

ZEROING = "        zero_gradients(model.parameters())\n"

TRAINING = (
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
                "        gradient_step(model.parameters(), learning_rate)\n",
                "        gradient_step(model.parameters(), learning_rate)\n"
                "        loss.backward()\n",
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
        edits=(
            Edit(FILE, "train", "        gradient_step(model.parameters(), learning_rate)\n", ""),
        ),
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
        explanation="Your step always uses 0.1, as in the lecture. Use the learning_rate "
        "that it is given.",
        edits=(Edit(FILE, "gradient_step", "learning_rate * p.grad", "0.1 * p.grad"),),
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
                "        gradient_step(model.parameters(), learning_rate)\n",
                "        gradient_step(model.parameters(), learning_rate)\n"
                "        losses.append(squared_error(ys, [model(x) for x in xs]).data)\n",
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
)
