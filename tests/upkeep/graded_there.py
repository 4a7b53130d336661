"""Run by the interpreter of its own: grades submissions with the grader of one folder alone.

Called with the folder of a kata. Reads {"seed": number or null, "diagnosed": bool, "submissions":
{name: {file: text}}} and writes {name: report}, both as JSON.
"""

from __future__ import annotations

import json
import sys


def main(kata: str) -> None:
    sys.path.insert(0, kata)
    import grader
    from grader import grading
    from grader.report.as_json import to_json
    from grader.submission.submission import of_sources

    assert list(grader.__path__) == [f"{kata}/grader"]
    wanted = json.load(sys.stdin)
    submissions = [of_sources(*item) for item in wanted["submissions"].items()]
    options = {} if wanted["seed"] is None else {"seed": wanted["seed"]}
    reports: dict[str, object] = {}
    grading.grade_all(
        submissions,
        lambda report: reports.update({report.submission: json.loads(to_json(report))}),
        with_diagnosis=wanted["diagnosed"],
        **options,
    )
    json.dump(reports, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
