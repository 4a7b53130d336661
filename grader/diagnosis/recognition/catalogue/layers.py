"""What goes wrong in a layer and in an MLP."""

from __future__ import annotations

from grader.diagnosis.recognition.catalogue.claims import (
    calls,
    goes_backwards,
    has,
    has_list_for_default,
    has_not,
    has_shared_list,
    puts_a_call_into_a_list,
    returns_in_a_loop,
)
from grader.diagnosis.recognition.catalogue.edits import Edit, body
from grader.diagnosis.recognition.catalogue.misconception import Misconception

FILE = "nn.py"


LAYERS = (
    Misconception(
        name="neurons-shared-by-layers",
        stage=9,
        caught=9,
        explanation="Your layers share one list of neurons: a list for a default is made once, "
        "and every layer adds its own to it. Make a new list in `__init__`.",
        edits=(
            Edit(FILE, "Layer.__init__", "(self, nin, nout):", "(self, nin, nout, neurons=[]):"),
            Edit(
                FILE,
                "Layer.__init__",
                "self.neurons = [Neuron(nin) for _ in range(nout)]",
                "self.neurons = neurons\n        neurons += [Neuron(nin) for _ in range(nout)]",
            ),
        ),
        claims=(has_list_for_default(FILE, "Layer.__init__"),),
    ),
    Misconception(
        name="first-layer-only",
        stage=10,
        caught=10,
        explanation="Your model returns what its first layer gives: `return` stands inside the "
        "loop, and ends it in its first round. Put it below the loop.",
        edits=(
            body(
                FILE,
                "MLP.__call__",
                """
                for layer in self.layers:
                    x = layer(x)
                    return x
                """,
            ),
        ),
        claims=(has(FILE, "MLP.__call__", returns_in_a_loop),),
    ),
    Misconception(
        name="one-neuron-many-times",
        stage=9,
        caught=9,
        explanation="Your list [Neuron(nin)] * nout holds one and the same neuron nout times. "
        "Make a new one each time: [Neuron(nin) for _ in range(nout)].",
        edits=(
            Edit(
                FILE,
                "Layer.__init__",
                "[Neuron(nin) for _ in range(nout)]",
                "[Neuron(nin)] * nout",
            ),
        ),
    ),
    Misconception(
        name="len-of-an-int",
        stage=9,
        caught=9,
        explanation="You take the length of `nout`, but it is an int, the number of neurons "
        "itself. Write range(nout).",
        edits=(Edit(FILE, "Layer.__init__", "range(nout)", "range(len(nout))"),),
        claims=(has(FILE, "Layer.__init__", calls("len")),),
    ),
    Misconception(
        name="layer-sizes-swapped",
        stage=9,
        caught=9,
        explanation="Your layer makes nin neurons with nout inputs each. Make nout neurons "
        "with nin inputs each.",
        edits=(
            Edit(
                FILE,
                "Layer.__init__",
                "[Neuron(nin) for _ in range(nout)]",
                "[Neuron(nout) for _ in range(nin)]",
            ),
        ),
    ),
    Misconception(
        name="layer-always-a-list",
        stage=9,
        caught=9,
        explanation="Your layer returns a list even if it has only one neuron. Then return "
        "the one output itself: outputs[0].",
        edits=(
            Edit(
                FILE,
                "Layer.__call__",
                "outputs[0] if len(outputs) == 1 else outputs",
                "outputs",
            ),
        ),
    ),
    Misconception(
        name="layer-first-output-only",
        stage=9,
        caught=9,
        explanation="Your layer returns the output of its first neuron only, perhaps because "
        "of a `return` inside the loop. Collect the outputs of all neurons in a list.",
        edits=(
            Edit(
                FILE,
                "Layer.__call__",
                "outputs[0] if len(outputs) == 1 else outputs",
                "outputs[0]",
            ),
        ),
    ),
    Misconception(
        name="single-input-not-accepted",
        stage=9,
        caught=9,
        explanation="Your neuron needs a list, but a layer of one neuron hands on a bare "
        "Value. Where x is a single number or Value, make it [x] first.",
        edits=(
            Edit(
                FILE,
                "Neuron.__call__",
                "        if isinstance(x, (int, float, Value)):\n            x = [x]\n",
                "",
            ),
        ),
    ),
    Misconception(
        name="bare-value-not-accepted",
        stage=9,
        caught=9,
        explanation="Your neuron accepts a single number, but not a single Value, which is "
        "what a layer of one neuron hands on. Make that a list of one, too.",
        edits=(Edit(FILE, "Neuron.__call__", "(int, float, Value)", "(int, float)"),),
    ),
    Misconception(
        name="bare-number-not-accepted",
        stage=9,
        caught=9,
        explanation="Your neuron accepts a single Value, but not a single number such as "
        "2.0. Make that a list of one, too.",
        edits=(Edit(FILE, "Neuron.__call__", "(int, float, Value)", "Value"),),
    ),
    Misconception(
        name="single-input-repeated",
        stage=9,
        caught=9,
        explanation="Your neuron repeats a single input until there are enough. A single "
        "input counts as a list of one; a neuron that needs three raises a ValueError.",
        edits=(Edit(FILE, "Neuron.__call__", "x = [x]", "x = [x] * len(self.w)"),),
    ),
    Misconception(
        name="layer-parameters-nested",
        stage=9,
        caught=9,
        explanation="The parameters() of your layer is a list of lists. Put all of them into "
        "one flat list: [p for neuron in self.neurons for p in neuron.parameters()].",
        edits=(
            body(
                FILE,
                "Layer.parameters",
                "return [neuron.parameters() for neuron in self.neurons]",
            ),
        ),
        claims=(has(FILE, "Layer.parameters", calls("parameters")),),
    ),
    Misconception(
        name="layer-parameters-of-first-only",
        stage=9,
        caught=9,
        explanation="The parameters() of your layer has those of its first neuron only, "
        "perhaps because of a `return` inside the loop. Collect those of all neurons.",
        edits=(body(FILE, "Layer.parameters", "return self.neurons[0].parameters()"),),
    ),
    Misconception(
        name="all-layers-take-first-inputs",
        stage=10,
        caught=10,
        explanation="Every layer of your MLP expects nin inputs. Only the first one does; "
        "each other one takes as many as the layer before it has neurons.",
        edits=(Edit(FILE, "MLP.__init__", "Layer(size, next_size)", "Layer(nin, next_size)"),),
    ),
    Misconception(
        name="last-layer-missing",
        stage=10,
        caught=10,
        explanation="Your MLP has one layer too few: its loop stops before the last size. "
        "Make one layer for each number in nouts.",
        edits=(Edit(FILE, "MLP.__init__", "sizes[1:]", "sizes[1:-1]"),),
    ),
    Misconception(
        name="list-of-sizes-given-to-layer",
        stage=10,
        caught=10,
        explanation="You hand the whole list nouts to a Layer, which needs one number of "
        "neurons. Hand it one size at a time.",
        edits=(Edit(FILE, "MLP.__init__", "Layer(size, next_size)", "Layer(size, nouts)"),),
    ),
    Misconception(
        name="each-layer-sees-the-input",
        stage=10,
        caught=10,
        explanation="Your MLP hands its input to every layer anew. Hand each layer what the "
        "one before it returned: x = layer(x).",
        edits=(
            body(
                FILE,
                "MLP.__call__",
                """
                for layer in self.layers:
                    out = layer(x)
                return out
                """,
            ),
        ),
        variants=((body(FILE, "MLP.__call__", "return [layer(x) for layer in self.layers]"),),),
    ),
    Misconception(
        name="layer-result-dropped",
        stage=10,
        caught=10,
        explanation="Your MLP calls its layers but drops what they return, and returns the "
        "input. Keep it: x = layer(x).",
        edits=(
            body(
                FILE,
                "MLP.__call__",
                """
                for layer in self.layers:
                    layer(x)
                return x
                """,
            ),
        ),
    ),
    Misconception(
        name="mlp-parameters-of-last-only",
        stage=10,
        caught=10,
        explanation="The parameters() of your MLP has those of its last layer only. Collect "
        "those of all layers in one list.",
        edits=(body(FILE, "MLP.parameters", "return self.layers[-1].parameters()"),),
    ),
    Misconception(
        name="mlp-parameters-nested",
        stage=10,
        caught=10,
        explanation="The parameters() of your MLP is a list of lists. Put all of them into "
        "one flat list: [p for layer in self.layers for p in layer.parameters()].",
        edits=(
            body(
                FILE,
                "MLP.parameters",
                "return [layer.parameters() for layer in self.layers]",
            ),
        ),
    ),
    Misconception(
        name="neurons-in-a-row",
        stage=9,
        caught=9,
        explanation="Your layer hands each neuron what the one before it returned. Its neurons "
        "stand side by side: hand every one of them the same x, and collect what they return.",
        edits=(
            body(
                FILE,
                "Layer.__call__",
                """
            for neuron in self.neurons:
                x = neuron(x)
            return x
            """,
            ),
        ),
    ),
    Misconception(
        name="one-input-for-each-neuron",
        stage=9,
        caught=9,
        explanation="Your layer hands each neuron one number of x. Every neuron takes all of x: "
        "neuron(x).",
        edits=(
            Edit(
                FILE,
                "Layer.__call__",
                "[neuron(x) for neuron in self.neurons]",
                "[neuron(xi) for neuron, xi in zip(self.neurons, x)]",
            ),
        ),
    ),
    Misconception(
        name="layer-takes-tanh-again",
        stage=9,
        caught=9,
        explanation="Your layer takes the tanh of what its neurons return, but they have done that "
        "themselves. Return their outputs as they are.",
        edits=(
            Edit(
                FILE,
                "Layer.__call__",
                "[neuron(x) for neuron in self.neurons]",
                "[neuron(x).tanh() for neuron in self.neurons]",
            ),
        ),
        claims=(has(FILE, "Layer.__call__", calls("tanh")),),
    ),
    Misconception(
        name="layer-parameters-are-neurons",
        stage=9,
        caught=9,
        explanation="The parameters() of your layer is its list of neurons. Put the parameters "
        "of all of them into one list: [p for neuron in self.neurons for p in "
        "neuron.parameters()].",
        edits=(body(FILE, "Layer.parameters", "return self.neurons"),),
        claims=(has_not(FILE, "Layer.parameters", calls("parameters")),),
    ),
    Misconception(
        name="mlp-takes-tanh-again",
        stage=10,
        caught=10,
        explanation="Your MLP takes the tanh of what its last layer returns, but the neurons "
        "have done that themselves. Return x as it is.",
        edits=(Edit(FILE, "MLP.__call__", "        return x", "        return x.tanh()"),),
        claims=(has(FILE, "MLP.__call__", calls("tanh")),),
    ),
    Misconception(
        name="layers-backwards",
        stage=10,
        caught=10,
        explanation="Your MLP goes through its layers from the last to the first. The input goes "
        "into the first: for layer in self.layers.",
        edits=(Edit(FILE, "MLP.__call__", "in self.layers:", "in reversed(self.layers):"),),
        claims=(has(FILE, "MLP.__call__", goes_backwards),),
    ),
    Misconception(
        name="layer-result-wrapped",
        stage=10,
        caught=10,
        explanation="Your MLP puts what a layer returns into a list, which makes a list in a "
        "list. Hand it on as it is: x = layer(x).",
        edits=(Edit(FILE, "MLP.__call__", "x = layer(x)", "x = [layer(x)]"),),
        claims=(has(FILE, "MLP.__call__", puts_a_call_into_a_list),),
    ),
    Misconception(
        name="layers-shared-by-models",
        stage=10,
        caught=10,
        explanation="Your MLPs share one list of layers: a list for a default, or one in the class "
        "itself, is made once, and every MLP adds its own to it. Make a new list in "
        "`__init__`.",
        edits=(
            Edit(FILE, "MLP.__init__", "(self, nin, nouts):", "(self, nin, nouts, layers=[]):"),
            Edit(
                FILE,
                "MLP.__init__",
                "self.layers = [Layer(size, next_size)",
                "self.layers = layers\n        layers += [Layer(size, next_size)",
            ),
        ),
        claims=(has_shared_list(FILE, "MLP"),),
    ),
    Misconception(
        name="nin-put-into-nouts",
        stage=10,
        caught=10,
        explanation="Your MLP changes the list nouts itself, so whoever made it finds it longer "
        "than before. Make a list of your own: [nin] + nouts.",
        edits=(
            Edit(
                FILE,
                "MLP.__init__",
                "sizes = [nin] + nouts",
                "sizes = nouts\n        sizes.insert(0, nin)",
            ),
        ),
    ),
    Misconception(
        name="layer-parameters-call-themselves",
        stage=9,
        caught=9,
        explanation="The parameters() of your layer asks for self.parameters(), its own, without "
        "end. Ask each neuron for its own: neuron.parameters().",
        edits=(Edit(FILE, "Layer.parameters", "neuron.parameters()", "self.parameters()"),),
    ),
    Misconception(
        name="mlp-parameters-call-themselves",
        stage=10,
        caught=10,
        explanation="The parameters() of your MLP asks for self.parameters(), its own, without "
        "end. Ask each layer for its own: layer.parameters().",
        edits=(Edit(FILE, "MLP.parameters", "layer.parameters()", "self.parameters()"),),
    ),
)
