"""The small changes that make a mutant: each operator takes a piece of code and yields others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import libcst as cst

Operator = Callable[[Any], Iterator[cst.CSTNode]]
OperatorOf = tuple[tuple[type[cst.CSTNode], ...], Operator]  # the kinds of code it takes, and it

NONE = cst.Name("None")
SPACE = cst.SimpleWhitespace(" ")


def another_number(node: cst.Integer | cst.Float) -> Iterator[cst.BaseExpression]:
    for number in (node.evaluated_value + 1, node.evaluated_value - 1):
        yield cst.parse_expression(repr(number))


def another_text(node: cst.SimpleString) -> Iterator[cst.SimpleString]:
    text = node.evaluated_value
    for other in ("", text.swapcase()) if text else ("x",):
        yield cst.SimpleString(json.dumps(other, ensure_ascii=False))


def no_text(node: cst.FormattedStringText) -> Iterator[cst.FormattedStringText]:
    """What stands between the braces of an f-string is code, with operators of its own."""
    yield cst.FormattedStringText("")


def another_word(node: cst.Name) -> Iterator[cst.BaseExpression]:
    others = {"True": "False", "False": "True", "None": "0"}
    if node.value in others:
        yield cst.parse_expression(others[node.value])


OTHERS: dict[type[cst.CSTNode], list[type[cst.CSTNode]]] = {
    cst.Add: [cst.Subtract],
    cst.Subtract: [cst.Add],
    cst.Multiply: [cst.Divide],
    cst.Divide: [cst.Multiply],
    cst.FloorDivide: [cst.Divide],
    cst.Modulo: [cst.FloorDivide],
    cst.Power: [cst.Multiply],
    cst.AddAssign: [cst.SubtractAssign],
    cst.SubtractAssign: [cst.AddAssign],
    cst.MultiplyAssign: [cst.DivideAssign],
    cst.DivideAssign: [cst.MultiplyAssign],
    # Of a comparison the last one is its contrary.
    cst.LessThan: [cst.LessThanEqual, cst.GreaterThanEqual],
    cst.LessThanEqual: [cst.LessThan, cst.GreaterThan],
    cst.GreaterThan: [cst.GreaterThanEqual, cst.LessThanEqual],
    cst.GreaterThanEqual: [cst.GreaterThan, cst.LessThan],
    cst.Equal: [cst.NotEqual],
    cst.NotEqual: [cst.Equal],
    cst.Is: [cst.IsNot],
    cst.IsNot: [cst.Is],
    cst.In: [cst.NotIn],
    cst.NotIn: [cst.In],
    cst.And: [cst.Or],
    cst.Or: [cst.And],
}


def another_operator(node: Any) -> Iterator[cst.CSTNode]:
    space = {
        "whitespace_before": node.whitespace_before,
        "whitespace_after": node.whitespace_after,
    }
    for other in OTHERS[type(node)]:
        yield other(**space)


def operand_alone(node: cst.UnaryOperation) -> Iterator[cst.BaseExpression]:
    """Without its minus or its not."""
    yield _in_place_of(node, node.expression)


def operands_swapped(node: cst.BinaryOperation) -> Iterator[cst.BinaryOperation]:
    """Of a sum or a product nothing could be seen, but an order that is nobody's business."""
    if not isinstance(node.operator, (cst.Add, cst.Multiply)):
        yield node.with_changes(left=_together(node.right), right=_together(node.left))


def no_statement(node: cst.BaseSmallStatement) -> Iterator[cst.Pass]:
    """What returns a value is nothing_returned's."""
    returns = isinstance(node, cst.Return) and node.value is not None
    if not returns and not isinstance(node, cst.Pass):
        yield cst.Pass()


def nothing_returned(node: cst.Return) -> Iterator[cst.Return]:
    if node.value is not None:
        yield cst.Return(NONE)


def nothing_assigned(node: cst.Assign) -> Iterator[cst.Assign]:
    yield node.with_changes(value=NONE)


def assigned_anew(node: cst.AugAssign) -> Iterator[cst.Assign]:
    """= where there was += or the like."""
    yield cst.Assign([cst.AssignTarget(node.target)], node.value)


def the_other_way_out(node: cst.Break | cst.Continue) -> Iterator[cst.BaseSmallStatement]:
    yield cst.Continue() if isinstance(node, cst.Break) else cst.Break()


def always_and_never(node: cst.If) -> Iterator[cst.If]:
    yield node.with_changes(test=cst.Name("True"), whitespace_before_test=SPACE)
    yield node.with_changes(test=cst.Name("False"), whitespace_before_test=SPACE)


def one_case_alone(node: cst.IfExp) -> Iterator[cst.BaseExpression]:
    yield _in_place_of(node, node.body)
    yield _in_place_of(node, node.orelse)


def the_contrary(node: cst.If | cst.While | cst.IfExp) -> Iterator[cst.CSTNode]:
    """A comparison and a not have their contrary from the operators."""
    if not isinstance(node.test, (cst.Comparison, cst.UnaryOperation)):
        contrary = cst.UnaryOperation(cst.Not(SPACE), _together(node.test))
        yield node.with_changes(test=contrary)


def no_loop(node: cst.For | cst.While) -> Iterator[cst.SimpleStatementLine]:
    yield cst.SimpleStatementLine([cst.Pass()])


def nothing_as_an_argument(node: cst.Call) -> Iterator[cst.Call]:
    for i, argument in enumerate(node.args):
        nothing = argument.with_changes(value=NONE)
        yield node.with_changes(args=[*node.args[:i], nothing, *node.args[i + 1 :]])


def one_argument_less(node: cst.Call) -> Iterator[cst.Call]:
    if len(node.args) > 1:
        for left in _one_less(node.args):
            yield node.with_changes(args=left)


def arguments_swapped(node: cst.Call) -> Iterator[cst.Call]:
    for i, (a, b) in enumerate(zip(node.args, node.args[1:])):
        if not (a.keyword or b.keyword or a.star or b.star):
            swapped = (b.with_changes(comma=a.comma), a.with_changes(comma=b.comma))
            yield node.with_changes(args=[*node.args[:i], *swapped, *node.args[i + 2 :]])


def argument_alone(node: cst.Call) -> Iterator[cst.BaseExpression]:
    """x where there was list(x), or any other function with a name alone."""
    if isinstance(node.func, cst.Name) and len(node.args) == 1:
        argument = node.args[0]
        if not (argument.star or isinstance(argument.value, cst.GeneratorExp)):
            yield _in_place_of(node, argument.value)


def nothing_by_default(node: cst.Param) -> Iterator[cst.Param]:
    if node.default is not None:
        yield node.with_changes(default=NONE)


def lambda_of_nothing(node: cst.Lambda) -> Iterator[cst.Lambda]:
    yield node.with_changes(body=NONE)


def one_element_less(node: cst.Tuple | cst.List) -> Iterator[cst.CSTNode]:
    """A tuple without parentheses stands where names are unpacked, and would only fail to."""
    if node.lpar or isinstance(node, cst.List):
        for left in _one_less(node.elements):
            yield node.with_changes(elements=left)


OPERATORS: list[OperatorOf] = [
    ((cst.Integer, cst.Float), another_number),
    ((cst.SimpleString,), another_text),
    ((cst.FormattedStringText,), no_text),
    ((cst.Name,), another_word),
    (tuple(OTHERS), another_operator),
    ((cst.UnaryOperation,), operand_alone),
    ((cst.BinaryOperation,), operands_swapped),
    ((cst.BaseSmallStatement,), no_statement),
    ((cst.Return,), nothing_returned),
    ((cst.Assign,), nothing_assigned),
    ((cst.AugAssign,), assigned_anew),
    ((cst.Break, cst.Continue), the_other_way_out),
    ((cst.If,), always_and_never),
    ((cst.IfExp,), one_case_alone),
    ((cst.If, cst.While, cst.IfExp), the_contrary),
    ((cst.For, cst.While), no_loop),
    ((cst.Call,), nothing_as_an_argument),
    ((cst.Call,), one_argument_less),
    ((cst.Call,), arguments_swapped),
    ((cst.Call,), argument_alone),
    ((cst.Param,), nothing_by_default),
    ((cst.Lambda,), lambda_of_nothing),
    ((cst.Tuple, cst.List), one_element_less),
]


def _one_less(items: Sequence[Any]) -> Iterator[list[Any]]:
    """The items without each of them in turn; what is last then ends as the last one did."""
    for i in range(len(items)):
        left = [*items[:i], *items[i + 1 :]]
        if left:
            left[-1] = left[-1].with_changes(comma=items[-1].comma)
        yield left


def _in_place_of(whole: cst.BaseExpression, part: cst.BaseExpression) -> cst.BaseExpression:
    """A part of an expression, in the parentheses of the whole."""
    return part.with_changes(
        lpar=[*whole.lpar, *part.lpar],
        rpar=[*part.rpar, *whole.rpar],
    )


def _together(node: cst.BaseExpression) -> cst.BaseExpression:
    """In parentheses, unless it holds together without."""
    if node.lpar or isinstance(node, (cst.Name, cst.Attribute, cst.Call, cst.BaseNumber)):
        return node
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
