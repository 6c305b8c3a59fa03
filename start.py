"""Start crpkit, or run its tests, on a machine that has Python and nothing else.

    python start.py           install, make the worked example in the folder "example", open it
    python start.py test      install, run all tests
    python start.py WORDS     install, then the same as: crpkit WORDS (for example: check, serve FOLDER)

Everything goes into the folder ".venv" beside this file; delete it to begin anew.
On Windows write "py" for "python"; on macOS and Linux "python3".
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
EXAMPLE = HERE / "example"
NO_VENV = """Python is here, but the part of it that makes environments ("venv") is not.
On Debian and Ubuntu: sudo apt install python3-venv
Then run this again."""


def main(words):
    """Install what is asked for, then run it."""
    if sys.version_info < (3, 11):
        print("crpkit needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".", file=sys.stderr)
        return 2
    testing = words[:1] == ["test"]
    if not make_environment() or not install("test" if testing else ""):
        return 2
    if testing:
        return run_tests(words[1:])
    if words:
        return run(["-m", "crpkit", *words])
    if not (EXAMPLE / "crpkit.yaml").is_file():
        made = run(["-m", "crpkit", "new", str(EXAMPLE), "--example"])
        if made:
            return made
    return run(["-m", "crpkit", "serve", str(EXAMPLE)])


def make_environment():
    """Make .venv, unless a working one is there; mend one that cannot install."""
    if runs("-m", "pip", "--version"):
        return True
    kept = runs("--version")  # somebody's own environment, perhaps: only pip is added
    print("Making an environment in .venv ...", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", *([] if kept else ["--clear"]), str(VENV)],
        capture_output=True,
        text=True,
    )
    if made.returncode:
        if "ensurepip" in made.stdout + made.stderr:
            print(NO_VENV, file=sys.stderr)
        else:
            print(made.stdout + made.stderr, file=sys.stderr)
        if not kept:
            shutil.rmtree(VENV, ignore_errors=True)  # half-made, it would be taken for a whole one
    return made.returncode == 0


def runs(*words):
    """Tell whether the environment's Python is there and does this."""
    try:
        return not subprocess.run([str(PYTHON), *words], capture_output=True).returncode
    except OSError:
        return False


def install(extra):
    """Install the kit into .venv, unless this very version is there already."""
    stamp = VENV / ("installed-" + (extra or "kit"))
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return True
    print("Installing crpkit; the first time takes a few minutes ...", flush=True)
    target = str(HERE) + ("[" + extra + "]" if extra else "")
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--editable",
        target,
    ]
    if subprocess.run(command, check=False).returncode:
        print(
            "The installation did not work; the reason stands above. Is this computer online?",
            file=sys.stderr,
        )
        return False
    stamp.write_text(wanted, encoding="utf-8")
    return True


def run_tests(words):
    """Run all tests with two workers; browser tests share one worker and one server."""
    tests = ["-m", "pytest", "-n", "2", "--dist", "loadgroup", "--nbval-lax", "--nbval-cell-timeout=120"]
    return run([*tests, *words])


def run(words):
    """Run the environment's Python and return its exit code; Ctrl+C is left to it."""
    starter = ("py" if os.name == "nt" else "python3") + " start.py"
    process = subprocess.Popen(
        [str(PYTHON), *words], cwd=str(HERE), env={"CRPKIT_STARTER": starter, **os.environ}
    )
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
