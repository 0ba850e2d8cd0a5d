import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "docs" / "jobs.md", ROOT / "docs" / "text.md"]


def blocks(path):
    return re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_examples_run(path, capsys):
    for block in blocks(path):
        exec(compile(block.replace(', or .load("jobs@3", repository="models/")', ""), str(path), "exec"), {})
    if path.name == "README.md":
        shown = capsys.readouterr().out
        assert "G1604" in shown
        assert "pizzas" in shown


def test_readme_states_the_two_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "&& .venv/bin/tremplin demo" in text
    assert "&& .venv/bin/pytest\n" in text


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target
