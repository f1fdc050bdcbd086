"""Small faults slipped into a function, one at a time: what a test of the rule must see (GOALS G2, P-26).

A comparison that moves by one, a sum turned into a difference, a refusal that is no longer raised. Only the bodies of functions
are touched: constants, defaults, annotations and decorators of a module stay as they are, and so do words.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

from msgspec import Struct

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
QUESTIONS = (ast.Name, ast.Attribute, ast.Call, ast.NamedExpr)


class Mutant(Struct, frozen=True, kw_only=True):
    """A fault: the function in which it is (`Class.method`), its line, what was written and what is now."""

    function: str
    line: int
    before: str
    after: str
    number: int = 0
    """Which of the same changes to the same words of the same function, from 0."""
    code: CodeType

    @property
    def name(self) -> str:
        """What a list of reviewed faults calls it, whatever its line."""
        which = f" #{self.number + 1}" if self.number else ""
        return f"{self.function}: {self.before} → {self.after}{which}"


def mutants(source: str, file: str) -> list[Mutant]:
    """Every fault of a module, in the order of its lines."""
    tree = ast.parse(source)
    found: list[Mutant] = []
    seen: dict[tuple[str, str, str], int] = {}
    module = compile(tree, file, "exec")
    for function, node in functions(tree):
        # A body takes the place of another only when both close over the same names (`super()` does so over `__class__`).
        free = code_of(module, function).co_freevars
        kept = ast.parse("".join(f"if 0: {name}\n" for name in free)).body
        for place, change in sites(node):
            changed = copy.deepcopy(tree)
            target = dict(functions(changed))[function]
            before, after, line = applied(target, place, change)
            target.body += kept
            key = (function, before, after)
            seen[key] = seen.get(key, -1) + 1
            code = code_of(compile(ast.fix_missing_locations(changed), file, "exec"), function)
            found.append(Mutant(function=function, line=line, before=before, after=after, number=seen[key], code=code))
    return found


def told(source: str, file: str, name: str) -> dict[str, CodeType]:
    """The body of each function, which first calls `name` (a global of the module) with the function's own name."""
    tree = ast.parse(source)
    for function, node in functions(tree):
        node.body.insert(0, ast.parse(f"{name}({function!r})").body[0])
    module = compile(ast.fix_missing_locations(tree), file, "exec")
    return {function: code_of(module, function) for function, _ in functions(tree)}


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """The functions and methods of a module, with their names; those inside another belong to it."""

    def inside(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
        for node in body:
            if isinstance(node, ast.ClassDef):
                yield from inside(node.body, f"{prefix}{node.name}.")
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{prefix}{node.name}", node

    return inside(tree.body, "")


def code_of(module: CodeType, function: str) -> CodeType:
    """The compiled body of a function of a module. Raises `LookupError`."""
    waiting = [module]
    while waiting:
        code = waiting.pop()
        if code.co_qualname == function:
            return code
        waiting += [one for one in code.co_consts if isinstance(one, CodeType)]
    raise LookupError(function)


Change = Callable[[Any], Any]
"""What takes the place of a node."""


def sites(function: ast.AST) -> Iterator[tuple[int, Change]]:
    """Where a fault can be slipped in: the rank of the node in the function, and what is done to it."""
    for place, node in enumerate(walked(function)):
        for change in changes(node):
            yield place, change


def walked(function: Any) -> Iterator[ast.AST]:
    """Every node of the body of a function, but for annotations, in an order that does not change."""
    waiting: list[ast.AST] = list(reversed(function.body))
    while waiting:
        node = waiting.pop()
        yield node
        skipped = {"annotation", "returns", "decorator_list", "args"} if not isinstance(node, ast.Call) else set()
        if isinstance(node, ast.Lambda):
            skipped = {"annotation"}
        if isinstance(node, ast.JoinedStr):
            continue
        children: list[ast.AST] = []
        for name, value in ast.iter_fields(node):
            if name in skipped:
                continue
            children += [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, ast.AST)]
        waiting += reversed(children)


def changes(node: ast.AST) -> Iterator[Change]:
    """The faults that a node can bear."""
    match node:
        case ast.Compare():
            yield from (_compare(rank) for rank, op in enumerate(node.ops) if type(op) in COMPARED)
        case ast.BoolOp():
            yield _op(ast.Or if isinstance(node.op, ast.And) else ast.And)
        case ast.BinOp() | ast.AugAssign() if type(node.op) in RECKONED:
            yield _op(RECKONED[type(node.op)])
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield lambda one: one.operand
        case ast.Constant():
            yield from _other_constants(node)
        case _:
            yield from _other_ways(node)


def _other_constants(node: ast.Constant) -> Iterator[Change]:
    if isinstance(node.value, bool):
        yield lambda one: ast.Constant(not one.value)
    elif isinstance(node.value, int):
        yield lambda one: ast.Constant(one.value + 1)


def _other_ways(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in NAMES:
            yield _renamed
        case ast.Raise() | ast.Expr(value=ast.Call() | ast.Await()):
            yield lambda _: ast.Pass()
        case ast.If(test=test) | ast.IfExp(test=test) if isinstance(test, QUESTIONS):
            yield _asked_otherwise
        case ast.comprehension(ifs=[_, *_]):
            yield _unfiltered


def _compare(rank: int) -> Change:
    def change(node: ast.Compare) -> ast.Compare:
        node.ops[rank] = COMPARED[type(node.ops[rank])]()
        return node

    return change


def _op(put: type[ast.operator] | type[ast.boolop]) -> Change:
    def change(node: Any) -> Any:
        node.op = put()
        return node

    return change


def _renamed(node: Any) -> Any:
    node.func.id = NAMES[node.func.id]
    return node


def _asked_otherwise(node: Any) -> Any:
    node.test = ast.UnaryOp(ast.Not(), node.test)
    return node


def _unfiltered(node: Any) -> Any:
    node.ifs = []
    return node


def applied(function: Any, place: int, change: Change) -> tuple[str, str, int]:
    """Change the node of that rank where it stands; the words before and after, and the line."""
    node: Any = list(walked(function))[place]
    before, line = said(node), getattr(node, "lineno", 0) or node.target.lineno
    put = change(node)
    if put is not node:
        ast.copy_location(put, node)
        _replace(function, node, put)
    return before, said(put), line


def _replace(function: ast.AST, node: ast.AST, put: ast.AST) -> None:
    for parent in ast.walk(function):
        for name, value in ast.iter_fields(parent):
            if value is node:
                setattr(parent, name, put)
                return
            if isinstance(value, list) and any(one is node for one in value):
                value[[one is node for one in value].index(True)] = put
                return
    raise LookupError(ast.dump(node))


def said(node: Any) -> str:
    """A node in one short line: the question of an `if`, not what hangs on it."""
    shown = node.test if isinstance(node, ast.If) else node
    text = " ".join(ast.unparse(shown).split())
    return text if len(text) <= 90 else f"{text[:89]}…"
