"""The rules of the house that no type checker or linter knows."""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tremplin.base.extras import EXTRA_MODULES

_ROOT = Path(__file__).parents[2]
_SOURCE = _ROOT / "src"
_FILES = sorted(_SOURCE.rglob("*.py"))
_HEAVY = (
    "numpy",
    "scipy",
    "sklearn",
    "torch",
    "polars",
    "pandas",
    "pyarrow",
    "fastapi",
    "sqlalchemy",
    "pydantic",
)
_UNSAFE = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}


def _module(path: Path) -> str:
    parts = path.relative_to(_SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


_EACH_FILE = pytest.mark.parametrize("path", _FILES, ids=[_module(path) for path in _FILES])
# alembic runs its scripts itself: they are no modules to import
_MODULES = [path for path in _FILES if "migrations" not in path.parent.relative_to(_SOURCE).parts]
_EACH_MODULE = pytest.mark.parametrize("path", _MODULES, ids=[_module(path) for path in _MODULES])


def test_imports_go_down_only() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = f"import json, sys, tremplin; print(json.dumps([n for n in {_HEAVY!r} if n in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


@_EACH_MODULE
def test_public_names_are_declared_and_resolve(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    defines = any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        for node in tree.body
    )
    try:
        module = importlib.import_module(_module(path))
    except ImportError as error:
        extras = {name for names in EXTRA_MODULES.values() for name in names}
        if error.name is None or error.name.partition(".")[0] not in extras:
            raise
        pytest.skip(f"needs {error.name}")
    assert hasattr(module, "__all__") or not defines, "a module with public names declares __all__"
    names = getattr(module, "__all__", [])
    assert len(names) == len(set(names))
    for name in names:
        assert hasattr(module, name), name
    if path.name == "__init__.py":
        assert len(names) <= 12, "a package exports at most 12 names"


@_EACH_FILE
def test_no_module_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def _imports(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


@_EACH_FILE
def test_nothing_is_unpickled(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not _imports(ast.parse(text)) & _UNSAFE
    assert not re.search(r"allow_pickle\s*=\s*True", text)


def test_constraints_pin_versions_and_name_no_host() -> None:
    lines = (_ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    assert pins
    for pin in pins:
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9._+!]+(\s*;[^/@]+)?", pin), pin
    for line in lines:
        assert "://" not in line, line
