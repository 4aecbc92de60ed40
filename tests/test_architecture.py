"""The rules of the house, checked by the test command: floors, circles, sizes, lint and types."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "tui_blog").rglob("*.py"))


def run(*command: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / command[0]
    return subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)


def test_imports_run_downward_only() -> None:
    checked = run("lint-imports", "--no-cache")
    assert checked.returncode == 0, checked.stdout


def test_no_module_imports_itself_by_any_way() -> None:
    """A circle that exists only for type checking is a circle too."""
    graph = grimp.build_graph("tui_blog", cache_dir=None)
    circles = [
        (module, imported)
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
        if graph.chain_exists(importer=imported, imported=module)
    ]
    assert circles == []


def sources() -> Iterator[tuple[str, str]]:
    for path in SOURCES:
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def test_no_source_file_passes_300_lines() -> None:
    assert [name for name, text in sources() if len(text.splitlines()) > 300] == []


def functions() -> Iterator[tuple[str, int]]:
    for name, text in sources():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[0]
                documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
                body = node.body[1:] if documented else node.body
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                yield f"{name}:{node.name}", lines


def test_functions_are_short() -> None:
    """Ten lines are the habit; nothing passes forty."""
    assert [name for name, lines in functions() if lines > 40] == []


def test_ruff_is_content() -> None:
    checked = run("ruff", "check", "--no-cache", ".")
    assert checked.returncode == 0, checked.stdout
    formatted = run("ruff", "format", "--check", "--no-cache", ".")
    assert formatted.returncode == 0, formatted.stdout


def test_mypy_is_content() -> None:
    checked = run("mypy")
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("arguments", [["--version"], ["blogs", "--json"], ["--help"]])
def test_headless_verbs_never_import_textual(arguments: list[str], tmp_path: Path) -> None:
    script = (
        "import sys\nfrom tui_blog.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('textual', 'rich')], file=sys.stderr)"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            script,
            *arguments,
            *(["--data-dir", str(tmp_path)] if arguments[0] == "blogs" else []),
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stderr.strip().splitlines()[-1] == "[]"
