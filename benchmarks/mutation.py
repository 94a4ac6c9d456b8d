"""Small faults put into code one at a time, and whether the tests notice: the machinery of q2.

Each fault is tried in a child of the process in which the tests are loaded and the database is made, so that a trial
costs what its tests cost. In the child the code of the one function is exchanged; only the tests that ran that
function run, the quickest first, until one fails. Constants of modules, defaults of arguments and bodies of classes
are read before any test and are left as they are.
"""

import ast
import functools
import gc
import os
import signal
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from time import perf_counter

import pytest

type Apply = Callable[[], None]

ORDER = {ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt)}
OPPOSITE = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OTHER_SUM = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One change of one function: what is put where, and the act that puts it into the tree."""

    path: Path
    function: str
    line: int
    what: str
    apply: Apply

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function}: {self.what}"


@dataclass
class Source:
    """A module, its tree and the faults that can be put into it."""

    path: Path
    tree: ast.Module = field(init=False)
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the module and list its faults."""
        self.tree = ast.parse(self.path.read_text(encoding="utf-8"))
        for name, node in _functions(self.tree):
            for line, what, apply in _changes(node):
                self.faults.append(Fault(self.path, name, line, what, apply))

    def codes_of(self, function: str) -> dict[str, types.CodeType]:
        """Return the code of a function as the tree now stands, and that of the functions within it, by name."""
        code = compile(ast.fix_missing_locations(self.tree), str(self.path.resolve()), "exec")
        inner = f"{function}.<locals>."
        return {each.co_qualname: each for each in _codes(code) if f"{each.co_qualname}.<locals>.".startswith(inner)}


def _functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{prefix}{node.name}.")


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield each
            yield from _codes(each)


def _changes(function: ast.FunctionDef) -> Iterator[tuple[int, str, Apply]]:
    """Yield every change of a function's body; words of errors and docstrings are nobody's behaviour."""
    waiting: list[ast.AST] = [*reversed(function.body)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        line = getattr(node, "lineno", 0)
        for what, apply in _changes_of(node):
            yield line, what, apply
        is_cast = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cast"
        if not is_cast and not isinstance(node, ast.Raise | ast.JoinedStr):
            waiting += [child for child in ast.iter_child_nodes(node) if not _is_annotation(node, child)]


def _is_annotation(node: ast.AST, child: ast.AST) -> bool:
    return child in (getattr(node, "annotation", None), getattr(node, "returns", None))


def _changes_of(node: ast.AST) -> Iterator[tuple[str, Apply]]:
    match node:
        case ast.Compare(ops=ops):
            for place, op in enumerate(ops):
                for other in (*ORDER.get(type(op), ()), *filter(None, [OPPOSITE.get(type(op))])):
                    yield f"{_name(op)} to {other.__name__}", _setter(ops, place, other())
        case ast.BoolOp(op=op):
            yield (
                f"{_name(op)} to the other",
                _attribute(node, "op", ast.Or() if isinstance(op, ast.And) else ast.And()),
            )
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in OTHER_SUM:
            yield f"{_name(op)} to {OTHER_SUM[type(op)].__name__}", _attribute(node, "op", OTHER_SUM[type(op)]())
        case ast.Constant(value=bool(value)):
            yield f"{value} to {not value}", _attribute(node, "value", not value)
        case ast.Constant(value=int(value)):
            yield f"{value} to {value + 1}", _attribute(node, "value", value + 1)
        case ast.Constant(value=str(value)) if value:
            yield f"{value!r} to another word", _attribute(node, "value", f"{value}x")
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield "return None", _attribute(node, "value", ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            yield "no call", _attribute(node, "value", ast.Constant(None))
        case ast.Raise(exc=ast.expr()):
            yield "no error", _become_pass(node)
        case ast.UnaryOp(op=ast.Not()):
            yield "no not", _attribute(node, "operand", ast.UnaryOp(ast.Not(), node.operand))
        case ast.UnaryOp(op=ast.USub()):
            yield "no minus", _attribute(node, "op", ast.UAdd())
    if isinstance(node, ast.If | ast.IfExp | ast.While) and isinstance(node.test, ast.Name | ast.Attribute | ast.Call):
        yield "the opposite condition", _attribute(node, "test", ast.UnaryOp(ast.Not(), node.test))


def _name(op: ast.AST) -> str:
    return type(op).__name__


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _attribute(node: ast.AST, name: str, value: object) -> Apply:
    return lambda: setattr(node, name, value)


def _setter(items: list[ast.cmpop], place: int, value: ast.cmpop) -> Apply:
    return lambda: items.__setitem__(place, value)


def _become_pass(node: ast.Raise) -> Apply:
    def apply() -> None:
        node.__class__ = ast.Pass  # type: ignore[assignment]

    return apply


class Trial:
    """A plugin of pytest: runs the collected tests once, then tries a sample of faults, each in a child."""

    def __init__(self, sources: list[Source], *, a_module: int | None, minutes: float) -> None:
        self.sources = sources
        self.a_module = a_module
        self.seconds = minutes * 60  # for the faults; the first run of the tests is not counted
        self.ran: dict[tuple[str, str], list[pytest.Item]] = {}
        self.cost: dict[str, float] = {}
        self.noticed: list[Fault] = []
        self.survived: list[Fault] = []
        self.not_run: list[Fault] = []
        self.functions: dict[tuple[str, str], list[types.FunctionType]] = {}
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note that a test failed."""
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run all that was collected, then the faults."""
        self._watch(session.items)
        if self.failed:
            raise pytest.UsageError("the tests fail without any fault")
        self.functions = self._loaded_functions()
        until = perf_counter() + self.seconds
        sample = self._sample()
        self._require_control(sample, session.items)
        for fault in sample:
            if perf_counter() > until:
                break
            self._judge(fault, session.items)
        return True

    def _watch(self, items: list[pytest.Item]) -> None:
        """Run each test and note which functions of the sources it entered."""
        known = {str(source.path.resolve()) for source in self.sources}
        entered: set[tuple[str, str]] = set()
        tool = sys.monitoring.PROFILER_ID
        sys.monitoring.use_tool_id(tool, "mutation")

        def enter(code: types.CodeType, offset: int) -> object:
            if code.co_filename not in known:
                return sys.monitoring.DISABLE
            entered.add((code.co_filename, code.co_qualname.split(".<locals>")[0]))
            return None

        sys.monitoring.register_callback(tool, sys.monitoring.events.PY_START, enter)
        sys.monitoring.set_events(tool, sys.monitoring.events.PY_START)
        for place, item in enumerate(items):
            entered.clear()
            begun = perf_counter()
            self._run(item, items[(place + 1) % len(items)])
            self.cost[item.nodeid] = perf_counter() - begun
            for key in entered:
                self.ran.setdefault(key, []).append(item)
        sys.monitoring.set_events(tool, 0)
        sys.monitoring.free_tool_id(tool)

    def _run(self, item: pytest.Item, following: pytest.Item) -> None:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def _loaded_functions(self) -> dict[tuple[str, str], list[types.FunctionType]]:
        found: dict[tuple[str, str], list[types.FunctionType]] = {}
        for each in gc.get_objects():
            if type(each) is types.FunctionType:  # isinstance would ask what is not loaded yet to load
                found.setdefault((each.__code__.co_filename, each.__code__.co_qualname), []).append(each)
        return found

    def _sample(self) -> list[Fault]:
        """Return the faults to try: of each module as many as asked for, the same each time, in turn."""
        chosen = []
        for source in self.sources:
            count = len(source.faults) if self.a_module is None else min(self.a_module, len(source.faults))
            chosen += [(place, fault) for place, fault in enumerate(Random(2).sample(source.faults, count))]
        return [fault for _place, fault in sorted(chosen, key=lambda pair: pair[0])]

    def _require_control(self, sample: list[Fault], items: list[pytest.Item]) -> None:
        """Refuse to measure where a function is "noticed" in which nothing was changed."""
        for fault in sample:
            nothing = replace(fault, apply=lambda: None)
            self._judge(nothing, items)
            if nothing in self.noticed:
                raise pytest.UsageError("a trial fails without any fault")
            if nothing in self.survived:
                self.survived.remove(nothing)
                return
            self.not_run.remove(nothing)

    def _judge(self, fault: Fault, items: list[pytest.Item]) -> None:
        key = (str(fault.path.resolve()), fault.function)
        tests = sorted(self.ran.get(key, []), key=lambda item: self.cost[item.nodeid])
        if not tests or key not in self.functions:
            self.not_run.append(fault)
            return
        from django.db import connections

        connections.close_all()
        source = next(each for each in self.sources if each.path == fault.path)
        if not (child := os.fork()):
            limit = 10 + 10 * sum(self.cost[item.nodeid] for item in tests)
            os._exit(self._try(fault, source, tests, items, int(limit)))
        _pid, status = os.waitpid(child, 0)
        (self.survived if status == 0 else self.noticed).append(fault)

    def _try(
        self,
        fault: Fault,
        source: Source,
        tests: list[pytest.Item],
        items: list[pytest.Item],
        limit: int,
    ) -> int:
        """Exchange the code and run the tests; return 0 if none of them minds. Called in the child."""
        signal.alarm(limit)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        try:
            fault.apply()
            for name, code in source.codes_of(fault.function).items():
                for function in self.functions.get((code.co_filename, name), []):
                    function.__code__ = code
            for each in gc.get_objects():
                if type(each) is functools._lru_cache_wrapper:  # isinstance would wake what is lazily loaded
                    each.cache_clear()
            for place, item in enumerate(tests):
                following = tests[place + 1] if place + 1 < len(tests) else next(e for e in items if e is not item)
                self._run(item, following)
                if self.failed:
                    return 1
        except BaseException:  # noqa: BLE001  whatever breaks under a fault has noticed it
            return 1
        return 0
