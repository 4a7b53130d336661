"""Dot program: Graphviz' own layout, where Graphviz is installed."""

import re
import shutil
import subprocess

SECONDS = 60


def svg_by_dot(source: str) -> str:
    """The SVG that Graphviz' program `dot` makes of DOT text.

    Raises RuntimeError, in one line, when the program is missing, fails or takes over a minute.
    """
    program = shutil.which("dot")
    if program is None:
        raise RuntimeError(
            "engine='graphviz' needs Graphviz' program `dot`, which is not installed: "
            "install Graphviz with your system's package manager, or use engine='svg'"
        )
    try:
        done = subprocess.run(
            [program, "-Tsvg"],
            input=source.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise RuntimeError(
            f"dot took longer than {SECONDS} seconds; use engine='svg' for a graph of this size"
        ) from None
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", None) or str(error).encode()).decode(errors="replace")
        reason = " ".join(said.split())[:200]
        raise RuntimeError(f"dot failed ({reason}); use engine='svg'") from None
    return _for_a_page(done.stdout.decode())


def _for_a_page(document: str) -> str:
    """The element alone, without the ids that every drawing by `dot` has in common."""
    element = document[document.index("<svg") :]
    element = re.sub(r' id="[^"]*"', "", element)
    return element.replace("<svg", '<svg role="img"', 1)
