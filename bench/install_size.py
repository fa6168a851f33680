"""The size of an installation that can screen, with no compiler: run alone, as it is slow.

    python -m bench.install_size

Builds the wheel, installs it with the extra `screen` into a fresh environment, from ready-made
wheels only, and starts the command.
"""

import sys
import tempfile
import venv
from pathlib import Path

from bench.measure import ROOT, megabytes, run

MOST_BYTES = 350e6
TOOLS = ("pip", "setuptools", "_distutils_hack")
"""What a fresh environment brings along itself."""


def installed_size(packages: Path) -> int:
    """Bytes of the files of all packages but those that install others."""
    return sum(
        path.stat().st_size
        for path in packages.rglob("*")
        if path.is_file() and not path.relative_to(packages).parts[0].startswith(TOOLS)
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        wheels, environment = Path(folder) / "wheels", Path(folder) / "environment"
        uv = str(Path(sys.executable).with_name("uv"))
        run([uv, "build", "--wheel", "--out-dir", str(wheels), str(ROOT)])
        wheel = next(wheels.glob("*.whl"))
        venv.create(environment, with_pip=True)
        python = environment / "bin" / "python"
        wanted = ("--quiet", "--only-binary", ":all:", "--no-compile", f"{wheel}[screen]")
        cost, _ = run([str(python), "-m", "pip", "install", *wanted])
        run([str(environment / "bin" / "manumit"), "screen", "--help"])
        size = installed_size(next((environment / "lib").glob("python*/site-packages")))
    met = "met" if size < MOST_BYTES else "NOT met"
    print(f"Installed: {megabytes(size)} (wheel[screen], no compiled Python files), from wheels")
    print(
        f"only, so without a compiler, in {cost.wall:.0f} s. Goal: {megabytes(MOST_BYTES)}: {met}."
    )


if __name__ == "__main__":
    main()
