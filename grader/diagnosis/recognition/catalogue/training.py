"""What goes wrong in training: the loss, the zeroing, the step, and their order."""

from __future__ import annotations

from grader.diagnosis.recognition.catalogue.claims import (
    any_of,
    calls,
    has,
    in_order,
    stores,
    stores_a_name,
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
        explanation="Your step makes a new Value called p, and the model keeps its old one. "
        "Change the number inside it: p.data.",
        edits=(Edit(FILE, "gradient_step", "p.data -= ", "p -= "),),
        claims=(has(FILE, "gradient_step", stores_a_name),),
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
