"""The small faults that can be made in a module: one comparison, one condition, one number, one call at a time."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

#: What stands in no test: what types say, and what happens to a class.
PASSED_OVER = {"annotation", "returns", "decorator_list"}
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
CALLS = {"any": "all", "all": "any", "min": "max", "max": "min", "sorted": "list"}


@dataclass(frozen=True)
class Function:
    """A function by its dotted name, and the line where its code begins; 0 for what runs at import."""

    name: str = ""
    line: int = 0


@dataclass(frozen=True)
class Mutant:
    """A module with one fault."""

    path: Path
    line: int
    function: Function
    fault: str
    code: CodeType

    @property
    def name(self) -> str:
        """What stays where the module or its lines are moved."""
        return f"{self.path.stem}.{self.function.name}: {self.fault}"

    def is_in(self, text: str) -> bool:
        """Whether a text lists it, between backquotes."""
        return f"`{self.name}`" in text


def mutants(path: Path) -> Iterator[Mutant]:
    """Every fault of a module, from its first line to its last."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    seen: Counter[str] = Counter()
    for box, key, function in _places(tree, Function()):
        sound = box[key]
        for faulty in _alternatives(sound):
            box[key] = ast.fix_missing_locations(ast.copy_location(faulty, sound))
            code = compile(tree, str(path), "exec", dont_inherit=True)
            fault = f"{_short(sound)} → {_short(faulty)}"
            seen[f"{function.name} {fault}"] += 1
            again = seen[f"{function.name} {fault}"]
            yield Mutant(path, sound.lineno, function, fault if again == 1 else f"{fault} ({again})", code)
        box[key] = sound


def _places(node: ast.AST, outer: Function) -> Iterator[tuple[Any, Any, Function]]:
    """Where a node hangs, in a list or as an attribute, and the function it runs in."""
    inner = outer
    if isinstance(node, ast.ClassDef):
        outer = inner = Function(f"{outer.name}.{node.name}".lstrip("."))
    elif isinstance(node, ast.FunctionDef | ast.Lambda):
        name = node.name if isinstance(node, ast.FunctionDef) else "<lambda>"
        line = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
        inner = Function(f"{outer.name}.{name}".lstrip("."), line)
    for name, value in vars(node).items():
        boxes: list[tuple[Any, Any]] = [(vars(node), name)]
        if isinstance(value, list):
            boxes = [(value, place) for place in range(len(value))]
        function = inner if name == "body" else outer
        for box, key in boxes:
            if isinstance(box[key], ast.AST) and name not in PASSED_OVER and not _is_for_types(box[key]):
                if hasattr(box[key], "lineno"):
                    yield box, key, function
                yield from _places(box[key], function)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _alternatives(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(left, operators, others):
            for place, operator in enumerate(operators):
                for other in COMPARISONS[type(operator)]:
                    yield ast.Compare(left, [*operators[:place], other(), *operators[place + 1 :]], others)
        case ast.BoolOp(operator, values):
            for place in range(len(values)):
                rest = values[:place] + values[place + 1 :]
                yield ast.BoolOp(operator, rest) if len(rest) > 1 else rest[0]
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.BinOp(left, operator, right) if type(operator) in ARITHMETIC and not {left, right} & set(_texts(node)):
            yield ast.BinOp(left, ARITHMETIC[type(operator)](), right)
        case ast.AugAssign(target, operator, value) if type(operator) in ARITHMETIC:
            yield ast.AugAssign(target, ARITHMETIC[type(operator)](), value)
        case ast.Constant(bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(int() as value):
            yield ast.Constant(1 - value if value in {0, 1} else value + 1)
        case ast.Call(ast.Name(name), arguments, keywords) if name in CALLS:
            kept = [] if name == "sorted" else keywords
            yield ast.Call(ast.Name(CALLS[name], ast.Load()), arguments, kept)
        case _:
            yield from _branches(node)


def _branches(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.If(_, body, other):
            for value in (True, False):
                yield ast.If(ast.Constant(value), body, other)
        case ast.IfExp(_, body, other):
            yield body
            yield other
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            for place, loop in enumerate(node.generators):
                for condition in loop.ifs:
                    less = ast.comprehension(loop.target, loop.iter, [one for one in loop.ifs if one != condition], 0)
                    loops = [*node.generators[:place], less, *node.generators[place + 1 :]]
                    yield type(node)(**{**vars(node), "generators": loops})
        case ast.Return(value) if value and ast.unparse(value) != "None":
            yield ast.Return(ast.Constant(None))
        case ast.Expr(ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield ast.Pass()


def _texts(node: ast.AST) -> Iterator[ast.AST]:
    """The texts beneath a node: what is put together of them is no sum."""
    return (one for one in ast.walk(node) if isinstance(one, ast.JoinedStr | ast.Constant) and not _is_number(one))


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def _short(node: ast.AST) -> str:
    """A node's first line of source, cut."""
    line = "nothing" if isinstance(node, ast.Pass) else ast.unparse(node).split("\n")[0]
    return line if len(line) <= 90 else f"{line[:60]} … {line[-29:]}"
