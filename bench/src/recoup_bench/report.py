"""What was measured, as a table for people and as JSON for comparing."""

import json
from collections.abc import Sequence
from statistics import median
from typing import Any

from rich.table import Table

from recoup_bench.figure import Measured, Side


def table(results: Sequence[Measured]) -> Table:
    """One row per figure and side; a goal stands in the row of the side it is about."""
    shown = Table("figure", "unit", "side", "median", "least … most", "ratio", "goal", "")
    for result in results:
        _add(shown, result, result.figure.ours, "")
        for side in result.figure.beside:
            _add(shown, result, side, f"{result.ratio(side.name):.2f}")
        shown.add_section()
    return shown


def _add(shown: Table, result: Measured, side: Side, ratio: str) -> None:
    figure, ours = result.figure, side is result.figure.ours
    about = None if ours else side.name
    goals = [goal for goal in figure.goals if goal.beside == about]
    values = result.rounds[side.name]
    shown.add_row(
        figure.name if ours else "",
        figure.unit if ours else "",
        side.name,
        _number(median(values)),
        f"{_number(min(values))} … {_number(max(values))}",
        ratio,
        ", ".join(map(str, goals)),
        " ".join("reached" if goal.met_by(result.value(goal)) else "MISSED" for goal in goals),
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def as_json(machine: dict[str, Any], results: Sequence[Measured]) -> str:
    """Every round's figures, so that others can judge how much they scatter."""
    return json.dumps({"machine": machine, "figures": list(map(_document, results))}, indent=2)


def _document(result: Measured) -> dict[str, Any]:
    figure = result.figure
    return {
        "figure": figure.name,
        "unit": figure.unit,
        "ours": figure.ours.name,
        "rounds": result.rounds,
        "ratios": {side.name: round(result.ratio(side.name), 3) for side in figure.beside},
        "goals": [
            {
                "goal": str(goal),
                "value": round(result.value(goal), 3),
                "reached": goal.met_by(result.value(goal)),
            }
            for goal in figure.goals
        ],
    }
