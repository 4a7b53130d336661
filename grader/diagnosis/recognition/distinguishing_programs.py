"""Programs on which no two misconceptions behave alike, by the file that is at fault."""

from __future__ import annotations

# What is edited in a file must show in programs that need no file after it, so that two
# misconceptions in different files never behave alike.
VALUE_PROGRAMS = [
    # Arithmetic and memory
    """
    a = Value(2.0)
    b = Value(-3.0)
    c = a + b
    d = a * b
    e = d * c + a
    same = a + a
    text = repr(a)[:14]
    """,
    """
    b = Value(-3.0) * Value(4.0)
    """,
    # Backward, every value used once, in either order of operands
    """
    a = Value(2.0)
    b = Value(-3.0)
    c = a * b
    c.backward()
    """,
    """
    a = Value(2.0)
    b = Value(-3.0)
    c = Value(10.0)
    f = Value(-2.0)
    e = a * b
    d = e + c
    L = d * f
    L.backward()
    """,
    """
    a = Value(0.5)
    b = Value(-0.25)
    c = Value(0.75)
    f = Value(-2.0)
    d = c + a * b
    g = f * d
    L = Value(0.5) + g
    L.backward()
    """,
    """
    n = Value(0.5) * Value(0.25)
    o = n.tanh()
    p = Value(3.0) * o
    p.backward()
    """,
    """
    n = Value(0.8)
    o = n.tanh()
    p = o.tanh()
    p.backward()
    """,
    """
    a = Value(0.8)
    kept = hasattr(a, "_backward")
    """,
    # Topological order, values used again
    """
    a = Value(3.0)
    b = a + a
    b.backward()
    """,
    """
    a = Value(3.0)
    b = a * a
    b.backward()
    """,
    """
    a = Value(0.5)
    b = a.tanh()
    c = b * a
    c.backward()
    """,
    """
    a = Value(3.0)
    b = a * Value(2.0)
    c = b + ((b * Value(2.0)) * Value(3.0)) * Value(5.0)
    c.backward()
    """,
    """
    a = Value(3.0)
    b = a * Value(2.0)
    c = ((Value(2.0) * b) * Value(3.0)) * Value(5.0) + b
    c.backward()
    """,
    """
    a = Value(3.0)
    b = a + Value(2.0)
    c = b * Value(0.5) + b
    d = b + b * Value(0.5)
    e = c * d
    e.backward()
    """,
    """
    a = Value(-2.0)
    b = Value(3.0)
    d = a * b
    e = a + b
    f = d * e
    f.backward()
    """,
    """
    a = Value(3.0)
    b = a * Value(2.0)
    c = a + Value(1.0)
    b.backward()
    c.backward()
    """,
    """
    a = Value(3.0)
    b = a * Value(2.0)
    c = b + b
    order = topological_sort(c)
    """,
    """
    a = Value(1.0)
    b = a
    for _ in range(40):
        b = b + b
    b.backward()
    grad = a.grad
    a = b = None
    """,
    """
    a = Value(3.0)
    b = a + a
    b._prev = {b}
    order = topological_sort(b)
    """,
    # More operations, each with a computed input, an upstream gradient, and a reused leaf
    """
    a = Value(2.0)
    b = a + 1
    c = Value(3.0) * b
    c.backward()
    """,
    """
    a = Value(2.0)
    b = a * 3
    c = b + a
    c.backward()
    """,
    "b = 1 + Value(2.0)",
    "b = sum([Value(1.0), Value(2.0)])",
    "b = 3 * Value(2.0)",
    "b = -Value(2.0)",
    """
    a = Value(2.0)
    b = Value(5.0)
    c = a - b
    d = c * a
    d.backward()
    """,
    "b = Value(2.0) - 1",
    "b = 1 - Value(3.0)",
    """
    a = Value(3.0)
    b = a / Value(2.0)
    b.backward()
    """,
    "b = Value(3.0) / 2",
    "b = 3 / Value(4.0)",
    """
    a = Value(-1.5) * Value(2.0)
    b = a**3
    c = b * a
    c.backward()
    """,
    """
    a = Value(0.5) + Value(0.25)
    b = a.exp()
    c = b * a
    c.backward()
    """,
    """
    a = Value(0.5) + Value(0.25)
    b = a.relu()
    c = a * b
    d = Value(-2.0) * c
    d.backward()
    """,
    """
    a = Value(-0.5) + Value(0.25)
    b = a.relu()
    c = (b + a) * Value(3.0)
    c.backward()
    """,
    """
    a = Value(3.0)
    b = a**2
    b.backward()
    """,
    """
    a = Value(0.5)
    b = a.exp()
    b.backward()
    """,
    """
    a = Value(0.5)
    b = a.relu()
    b.backward()
    """,
]
BY_HAND_PROGRAMS = [
    """
    inputs = [2.0, -3.0, 10.0]

    def f(a, b, c):
        return a * b * b + c * a

    gradient = [round(g, 3) for g in numerical_gradient(f, inputs)]
    """,
    "gradients = expression_gradients()",
    "gradients = neuron_gradients()",
]
NN_PROGRAMS = [
    # Neuron
    """
    n = Neuron(2)
    n.w[0].data, n.w[1].data, n.b.data = 0.5, -0.25, 0.125
    o = n([2.0, -3.0])
    o.backward()
    grads = [p.grad for p in n.parameters()]
    again = len(n.parameters())
    """,
    """
    n = Neuron(100)
    numbers = [w.data for w in n.w]
    different = len(set(numbers))
    both_signs = min(numbers) < 0 < max(numbers)
    within = -1 <= min(numbers) and max(numbers) <= 1
    """,
    "o = Neuron(2)([1.0, 2.0, 3.0])",
    # Layer
    """
    layer = Layer(2, 3)
    for i, p in enumerate(p for n in layer.neurons for p in n.w + [n.b]):
        p.data = 0.1 * i - 0.4
    outputs = layer([1.0, -2.0])
    count = len(layer.parameters())
    """,
    "o = Layer(3, 1)([1.0, 2.0, 3.0])",
    "o = Layer(1, 2)(Layer(3, 1)([1.0, 2.0, 3.0]))",
    "o = Layer(1, 2)(2.0)",
    "o = Layer(3, 2)(5)",
    # MLP
    """
    m = MLP(2, [2, 3, 1])
    ps = [p for layer in m.layers for n in layer.neurons for p in n.w + [n.b]]
    for i, p in enumerate(ps):
        p.data = 0.1 * i - 0.8
    o = m([1.0, -2.0])
    """,
    """
    m = MLP(3, [4, 4, 1])
    count = len(m.parameters())
    sizes = [(len(layer.neurons[0].w), len(layer.neurons)) for layer in m.layers]
    """,
    "o = MLP(2, [2, 2])([1.0, -2.0])",
    """
    m = MLP(2, [2, 2])
    ps = [p for layer in m.layers for n in layer.neurons for p in n.w + [n.b]]
    for i, p in enumerate(ps):
        p.data = 0.1 * i - 0.4
    o = m([1.0, -2.0])
    """,
    """
    sizes = [2, 1]
    counts = [len(MLP(2, sizes).layers) for _ in range(2)]
    """,
    "kinds = [type(p).__name__ for p in Layer(2, 2).parameters()]",
]
TRAINING_PROGRAMS = [
    """
    a = Value(1.0)
    a.grad = 2.0
    zero_gradients([a])
    """,
    """
    loss = squared_error([1.0, -1.0], [Value(0.5), Value(0.25)])
    """,
    "loss = squared_error([1.0, -1.0, 0.5], [Value(0.5), Value(0.25), Value(2.0)])",
    """
    p = Value(3.0)
    p.grad = 2.0
    gradient_step([p], 0.05)
    """,
    """
    m = MLP(2, [2, 1])
    ps = [p for layer in m.layers for n in layer.neurons for p in n.w + [n.b]]
    for i, p in enumerate(ps):
        p.data = 0.1 * i - 0.4
        p.grad = 3.0
    losses = train(m, [[1.0, -2.0], [0.5, 1.0]], [1.0, -1.0], 3, 0.05)
    """,
]

PROGRAMS = {
    "value.py": VALUE_PROGRAMS,
    "topological_sort.py": VALUE_PROGRAMS,
    "by_hand.py": BY_HAND_PROGRAMS,
    "nn.py": NN_PROGRAMS,
    "training.py": TRAINING_PROGRAMS,
}
RUNAWAY = "range(40)"  # endless for a walk along every path
