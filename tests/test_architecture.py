"""The shape of the code: what the import contracts in pyproject.toml cannot say."""

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("archive", "indexer", "web")
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
}
TREES = {name: ast.parse(text) for name, text in SOURCES.items()}

MAX_MODULE_LINES = 400
MAX_MEDIAN_MODULE_LINES = 130
MAX_FUNCTION_LINES = 50
USUAL_FUNCTION_LINES = 30
USUAL_FUNCTION_SHARE = 0.9
MAX_POSITIONAL = 3

# Names that say where code was put, not what it is for.
EMPTY_WORDS = frozenset(
    {"base", "common", "data", "handler", "helper", "helpers", "info", "manager", "misc"}
    | {"processor", "service", "services", "util", "utils"}
)
# Modules that run what they read.
CODE_LOADERS = frozenset({"dill", "joblib", "marshal", "pickle", "shelve", "yaml"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST, *, public: bool = False) -> Iterator[tuple[str, Function, bool]]:
    """Functions of modules and classes, each with its name and whether it is a method.

    Only of `public` classes and by public names, if asked.
    """
    for node in ast.iter_child_nodes(tree):
        if public and getattr(node, "name", "").startswith("_"):
            continue
        if isinstance(node, Function):
            yield node.name, node, isinstance(tree, ast.ClassDef)
        elif isinstance(node, ast.ClassDef):
            for name, function, method in functions(node, public=public):
                yield f"{node.name}.{name}", function, method


def places(*, public: bool = False) -> list[tuple[str, Function, bool]]:
    """All functions as (file:line name, node, is a method)."""
    return [
        (f"{file}:{node.lineno} {name}", node, method)
        for file, tree in TREES.items()
        for name, node, method in functions(tree, public=public)
    ]


def lines(node: Function) -> int:
    """How many lines a function takes, its docstring included."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def parameters(node: Function, *, method: bool) -> tuple[list[ast.arg], list[ast.arg]]:
    """The positional and the keyword-only parameters, without self or cls."""
    positional = [*node.args.posonlyargs, *node.args.args]
    static = any(ast.unparse(mark) == "staticmethod" for mark in node.decorator_list)
    return positional[1 if method and not static else 0 :], node.args.kwonlyargs


def is_click_command(node: Function) -> bool:
    """Whether click passes the parameters, by name: one for each option a person can give."""
    return any(".command" in ast.unparse(mark) for mark in node.decorator_list)


def imports(tree: ast.AST) -> Iterator[tuple[str, list[str]]]:
    """Every import anywhere in a file: the module's full name with the names taken from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, []
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or ""), [alias.name for alias in node.names]


def is_module(name: str) -> bool:
    """Whether a dotted name is one of our files or folders."""
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or path.is_dir()


def test_no_module_takes_a_name_from_a_package_that_holds_it() -> None:
    """A package root that its own modules import closes a cycle over the whole package."""
    found = []
    for file, tree in TREES.items():
        package = file.removesuffix(".py").replace("/", ".").rpartition(".")[0]
        for module, names in imports(tree):
            if file.endswith("__init__.py") and module == package:
                found.append(f"{file} imports itself")
            elif f"{package}.".startswith(f"{module}."):
                found += [
                    f"{file}: from {module} import {name}"
                    for name in names or ["(all)"]
                    if not is_module(f"{module}.{name}")
                ]
    assert found == []


def test_imports_are_absolute() -> None:
    """A reader sees from an import alone in which layer a module stands."""
    assert [
        f"{file}: {module}"
        for file, tree in TREES.items()
        for module, _ in imports(tree)
        if module.startswith(".")
    ] == []


def test_each_imported_library_is_a_declared_dependency() -> None:
    """What another package happens to bring along today is not imported."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=\[]", name)[0].replace("-", "_") for name in project["dependencies"]}
    providers = packages_distributions()
    found = []
    for file, tree in TREES.items():
        for module, _ in imports(tree):
            top = module.split(".")[0]
            if top in sys.stdlib_module_names or top in PACKAGES:
                continue
            names = {name.lower().replace("-", "_") for name in providers.get(top, [])}
            if not names & declared:
                found.append(f"{file} imports {module}")
    assert found == []


def test_modules_are_short() -> None:
    """One idea a file: none is above 400 lines, the median is at most 130."""
    sizes = {name: text.count("\n") for name, text in SOURCES.items()}
    assert {name: size for name, size in sizes.items() if size > MAX_MODULE_LINES} == {}
    assert statistics.median(sizes.values()) <= MAX_MEDIAN_MODULE_LINES


def test_functions_are_short() -> None:
    """A function is read at one glance: none above 50 lines, nine in ten at most 30."""
    sizes = {place: lines(node) for place, node, _ in places()}
    assert {place: size for place, size in sizes.items() if size > MAX_FUNCTION_LINES} == {}
    usual = sum(size <= USUAL_FUNCTION_LINES for size in sizes.values())
    assert usual / len(sizes) >= USUAL_FUNCTION_SHARE


def test_calls_name_what_they_pass() -> None:
    """At most three parameters of a public function go by place; the rest have to be named."""
    assert [
        place
        for place, node, method in places(public=True)
        if not is_click_command(node) and len(parameters(node, method=method)[0]) > MAX_POSITIONAL
    ] == []


def test_public_functions_are_typed_and_described() -> None:
    """Each public function has a docstring and a type for every parameter and its result."""
    found = []
    for place, node, method in places(public=True):
        positional, named = parameters(node, method=method)
        if ast.get_docstring(node) is None and not place.endswith("__"):
            found.append(f"{place} has no docstring")
        if node.returns is None:
            found.append(f"{place} has no result type")
        found += [
            f"{place}: {argument.arg} has no type"
            for argument in [*positional, *named]
            if argument.annotation is None
        ]
    assert found == []


def test_names_say_what_a_thing_is_for() -> None:
    """No module, class or function is named after a place to put things."""
    found = []
    for file, tree in TREES.items():
        parts = set(re.split(r"[/_.]", file.removesuffix(".py")))
        found += [f"{file}: {word}" for word in sorted(parts & EMPTY_WORDS)]
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                words = {word.lower() for word in re.findall("[A-Z][a-z]+", node.name)}
                found += [f"{file}: {node.name}" for _ in words & EMPTY_WORDS]
    assert found == []


def test_nothing_runs_what_it_reads() -> None:
    """No pickle, no YAML, no eval or exec, and no shell between us and another program."""
    found = []
    for file, tree in TREES.items():
        for module, names in imports(tree):
            wanted = {module.split(".")[0], *names}
            found += [f"{file} imports {name}" for name in sorted(wanted & CODE_LOADERS)]
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called in {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}:
                found.append(f"{file}:{node.lineno} calls {called}")
            found += [
                f"{file}:{node.lineno} uses a shell" for key in node.keywords if key.arg == "shell"
            ]
    assert found == []


def test_no_path_of_one_machine_is_written_down() -> None:
    """Sources and texts name no folder outside the project: it runs from wherever it lies."""
    texts = {
        **SOURCES,
        **{
            name: (ROOT / name).read_text(encoding="utf-8")
            for name in ("Makefile", "README.md", "DECISIONS.md", "CHANGELOG.md", "pyproject.toml")
        },
    }
    outside = re.compile(r"""(?<![\w.~/-])/(?:tmp|home|root|opt|work|mnt|srv|Users)(?:/|\b)""")
    assert [
        f"{name}: {match[0]}" for name, text in texts.items() for match in outside.finditer(text)
    ] == []


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("archive.search", ("whoosh", "torch", "transformers", "sentence_transformers")),
        ("indexer.cli", ("numpy", "torch", "flask", "whoosh", "trafilatura", "pypdfium2")),
        ("web.app", ("whoosh", "torch", "transformers", "sentence_transformers", "onnxruntime")),
    ],
)
def test_a_heavy_library_waits_until_it_is_used(module: str, absent: tuple[str, ...]) -> None:
    """Importing the package's door loads none of what costs seconds or is needed rarely."""
    script = f"import sys, {module}; print(*sorted(set({absent!r}) & set(sys.modules)))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == []
