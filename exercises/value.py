import math


class Value:
    """A number that remembers how it was made, and can find its gradient."""

    def __init__(self, data, _children=(), _op="", label=""):
        """Stage 1: keep the number as self.data.

            Value(2.0).data                  # 2.0

        Stage 2: remember where it came from. _children are the operands and
        _op is the operation that made it ("+" or "*"); keep them as self._prev
        (a set, a tuple or a list) and self._op. A leaf, a Value you typed in
        yourself, has no operands and the op "". Keep label too: pictures show it.

        Stage 4: every Value starts with self.grad = 0.0, and with a
        self._backward that does nothing yet.
        """
        raise NotImplementedError("stage 1: Value.__init__")

    def __repr__(self):
        """Stage 1: the text that Python shows for a Value.
        It starts like this:

            Value(2.0)                       # Value(data=2.0)
        """
        raise NotImplementedError("stage 1: Value.__repr__")

    def __add__(self, other):
        """Stage 1: return a new Value that holds the sum; change neither operand.

            Value(2.0) + Value(-3.0)         # Value(data=-1.0)

        Stage 2: the new Value remembers its operands (self, other) and the op "+".

        Stage 4: give the new Value a _backward, a function that is kept on it and
        called later, by backward(): out._backward = f, not f(). When it runs, the new
        Value knows its own grad; pass to each operand (local derivative) * (that grad).

        Stage 5: a value can be used more than once, so add to an operand's grad,
        never overwrite it.

        Stage 6: other may be a plain number:

            Value(2.0) + 1                   # Value(data=3.0)
        """
        raise NotImplementedError("stage 1: Value.__add__")

    def __mul__(self, other):
        """Stage 1: return a new Value that holds the product.

            Value(2.0) * Value(-3.0)         # Value(data=-6.0)

        Stage 2: remember the operands, and the op "*".

        Stage 4: give it a _backward: the chain rule again. What is the derivative
        of a * b by a?

        Stage 5: add to the grads. Stage 6: other may be a plain number.
        """
        raise NotImplementedError("stage 1: Value.__mul__")

    def tanh(self):
        """Stage 4: return a new Value that holds the hyperbolic tangent
        (math.tanh), with the op "tanh" and a _backward of its own.

            Value(0.0).tanh()                # Value(data=0.0)

        With t = tanh(x), the derivative is 1 - t**2.

        Extra credit: Value(1000.0).tanh() is 1.0, without an OverflowError.
        """
        raise NotImplementedError("stage 4: Value.tanh")

    def backward(self):
        """Stage 4: find the gradient of this Value with respect to every Value it
        was made from, and leave it in their .grad.

            a = Value(2.0)
            b = Value(-3.0)
            c = a * b
            c.backward()                     # c.grad 1.0, a.grad -3.0, b.grad 2.0

        The result's own grad is 1.0; then each Value runs its _backward, results
        before their operands. Any walk that does so will do for now. (Careful:
        calling backward() on an operand would set *its* grad to 1 again.)

        Stage 5: a Value used twice must wait until both of its results have passed
        their grads on. Walk topological_sort(self) in reverse. Import it here,
        inside backward:

            from topological_sort import topological_sort

        Two results over one leaf, both sent backward, add up in its grad.

        Extra credit: calling backward() a second time on the same result adds to
        the leaves' grads exactly once more.
        """
        raise NotImplementedError("stage 4: Value.backward")

    def __radd__(self, other):
        """Stage 6: a plain number on the left. Python asks for other + self here.

        For example:

            1 + Value(2.0)                   # Value(data=3.0)
            sum([Value(1.0), Value(2.0)])    # Value(data=3.0): sum starts at 0
        """
        raise NotImplementedError("stage 6: Value.__radd__")

    def __rmul__(self, other):
        """Stage 6: a plain number on the left of a product, other * self.

        For example:

            3 * Value(2.0)                   # Value(data=6.0)
        """
        raise NotImplementedError("stage 6: Value.__rmul__")

    def __neg__(self):
        """Stage 6: the negative.

        For example:

            -Value(2.0)                      # Value(data=-2.0)
        """
        raise NotImplementedError("stage 6: Value.__neg__")

    def __sub__(self, other):
        """Stage 6: the difference self - other, of Values or with a number.

        For example:

            Value(2.0) - Value(5.0)          # Value(data=-3.0)
            Value(2.0) - 1                   # Value(data=1.0)
        """
        raise NotImplementedError("stage 6: Value.__sub__")

    def __rsub__(self, other):
        """Stage 6: a plain number on the left. Mind the order: other - self.

        For example:

            1 - Value(2.0)                   # Value(data=-1.0)
        """
        raise NotImplementedError("stage 6: Value.__rsub__")

    def __pow__(self, other):
        """Stage 6: self ** other, where other is a plain number (not a Value).

            Value(3.0) ** 2                  # Value(data=9.0)
            Value(4.0) ** -0.5               # Value(data=0.5)

        The derivative of x**n is n * x**(n - 1).
        """
        raise NotImplementedError("stage 6: Value.__pow__")

    def __truediv__(self, other):
        """Stage 6: the quotient self / other, of Values or with a number.

            Value(3.0) / Value(2.0)          # Value(data=1.5)
            Value(3.0) / 2                   # Value(data=1.5)

        One way: a / b is a * b**-1.
        """
        raise NotImplementedError("stage 6: Value.__truediv__")

    def __rtruediv__(self, other):
        """Stage 6: a plain number on the left. Mind the order: other / self.

        For example:

            3 / Value(2.0)                   # Value(data=1.5)
        """
        raise NotImplementedError("stage 6: Value.__rtruediv__")

    def exp(self):
        """Stage 6: e to the power of this Value (math.exp), with the op "exp".

            Value(0.0).exp()                 # Value(data=1.0)

        Its derivative is the result itself. With it you can write tanh out:
        e = (2 * x).exp(); t = (e - 1) / (e + 1).
        """
        raise NotImplementedError("stage 6: Value.exp")

    def relu(self):
        """Stage 6: the number itself where it is positive, otherwise 0, with the
        op "ReLU". (The lecture only mentions it.)

            Value(2.0).relu()                # Value(data=2.0)
            Value(-2.0).relu()               # Value(data=0.0), or 0

        Its derivative is 1 where the number is positive, and 0 where it is not.
        """
        raise NotImplementedError("stage 6: Value.relu")
