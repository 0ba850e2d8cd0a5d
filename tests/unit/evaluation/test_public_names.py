from __future__ import annotations

import importlib
import pkgutil

import tremplin.evaluation as package


def test_the_package_has_few_names_and_each_resolves():
    assert len(package.__all__) <= 12
    assert sorted(package.__all__) == package.__all__
    for name in package.__all__:
        assert getattr(package, name).__doc__


def test_every_module_declares_its_names():
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        for name in module.__all__:
            assert hasattr(module, name), f"{info.name}.{name}"
