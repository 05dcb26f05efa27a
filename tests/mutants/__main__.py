"""``python -m tests.mutants`` puts each mistake of the catalogue into a copy of the engine and runs the tests on it.

What has been found for the same sources is kept and not run again, so that a run that was stopped goes on. A mistake is
noticed when a test fails, or when the tests do not end within a minute of processor time (or three times what they take
otherwise), so that a busy machine notices nothing by itself.
Ends with 1 when more than two mistakes are missed, or when the tests fail without any.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from hashlib import blake2b
from pathlib import Path

from tests.mutants.catalogue import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("sim", "tests/__init__.py", "tests/engine", "tests/verification", "pyproject.toml")
PROFILE = """from hypothesis import settings

settings.register_profile("mutants", deadline=None, derandomize=True)
settings.load_profile("mutants")
"""
SECONDS = 60.0
SURELY_STUCK = 3600.0
"""Seconds by the clock after which something other than the engine is wrong."""
MOST_MISSED = 2
CAUGHT, ENDLESS, MISSED = "caught", "endless", "missed"
CLOSEST = {
    "queues": ("ties", "team"),
    "task": ("ties", "team"),
    "desk": ("team", "ties", "moving", "platform"),
    "member": ("team", "duty", "helping", "finishing_help", "ties"),
    "attendance": ("meeting",),
    "calendar": ("calendar", "dated"),
    "spans": ("calendar", "dated"),
    "duty": ("duty", "dated", "absence", "ties"),
}
"""Which tests are run first; those of the same name where nothing stands here."""
THEORY = ("failures", "handoffs")
"""Those of theory that are quick."""
CATALOGUE = "tests/engine/test_mutants.py"


def tests_for(file: str) -> list[str]:
    """Files of tests, those that are closest to a file of the engine first, quick ones before those of theory."""
    names = [f"tests/engine/test_{name}.py" for name in CLOSEST.get(file, (file, "ties"))]
    others = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests/engine").glob("test_*.py"))
    theory = [f"tests/verification/test_{name}.py" for name in THEORY]
    wanted = dict.fromkeys(name for name in [*names, *others, *theory] if (ROOT / name).exists())
    return [name for name in wanted if name != CATALOGUE]


def sources() -> str:
    """A hash of the engine, of the small models of theory and of the tests that are run."""
    digest = blake2b(digest_size=8)
    for folder in ("sim/engine", "sim/verification", "tests/engine", "tests/verification"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def copy(folder: Path) -> None:
    """Copy what the tests need."""
    for name in COPIED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    (folder / "conftest.py").write_text(PROFILE, encoding="utf-8")


def run_tests(folder: Path, tests: list[str], seconds: float | None) -> str:
    """Run tests in a copy up to the first that fails, for so many seconds of processor time at most."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", *tests]
    environment = {"PYTHONPATH": str(folder), "PATH": "", "HOME": str(folder)}

    def bounded() -> None:
        if seconds is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))

    ended = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, preexec_fn=bounded, timeout=SURELY_STUCK, check=False
    )
    if ended.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return ENDLESS
    return MISSED if ended.returncode == 0 else CAUGHT


def try_out(folder: Path, mutant: Mutant, seconds: float) -> str:
    """What the tests make of one mistake, in a copy of the sources that is put right again."""
    path = folder / "sim/engine" / f"{mutant.file}.py"
    right = path.read_text(encoding="utf-8")
    try:
        put(path, right.replace(mutant.right, mutant.wrong))
        return run_tests(folder, tests_for(mutant.file), seconds)
    finally:
        put(path, right)


def put(path: Path, text: str) -> None:
    """Write a module; what was compiled of it before goes, since its size and second may be the same."""
    path.write_text(text, encoding="utf-8")
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
        compiled.unlink()


def known(out: Path, key: str) -> dict[str, str]:
    """What has been found already for these sources."""
    lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
    rows = [json.loads(line) for line in lines]
    return {row["mutant"]: row["found"] for row in rows if row["sources"] == key}


def main() -> int:
    """Try all mistakes, one after the other, and say which were missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "mutants.jsonl", help="where findings are kept")
    parser.add_argument("--only", default="", help="only mistakes in this file of the engine")
    options = parser.parse_args()
    key = sources()
    found = known(options.out, key)
    mutants = [mutant for mutant in MUTANTS if options.only in ("", mutant.file)]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("a", encoding="utf-8") as out, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy(folder)
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        if any(mutant.name not in found for mutant in mutants) and run_tests(folder, tests_for(""), None) != MISSED:
            print("the tests fail without any mistake")
            return 1
        seconds = max(SECONDS, 3 * (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before))
        for number, mutant in enumerate(mutants, 1):
            if mutant.name not in found:
                found[mutant.name] = try_out(folder, mutant, seconds)
                out.write(json.dumps({"sources": key, "mutant": mutant.name, "found": found[mutant.name]}) + "\n")
                out.flush()
            print(f"{number}/{len(mutants)} {found[mutant.name]:8} {mutant.name}", flush=True)
    missed = [mutant.name for mutant in mutants if found[mutant.name] == MISSED]
    print(f"{len(mutants) - len(missed)} of {len(mutants)} mistakes are noticed", *missed, sep="\n  missed: ")
    return int(len(missed) > MOST_MISSED)


if __name__ == "__main__":
    sys.exit(main())
