"""Colours of what a training did, as `palette` has them: of each class fill and stroke, by theme.

Blue is the larger label and the learner's own curve, rust the smaller one and torch's. Nothing is
told by colour alone: labels differ in shape, and curves in width and dashes.
"""

COLOURS = {
    "ground": (("#ffffff", ""), ("#14181f", "")),
    "ink": (("#1f2937", ""), ("#e5e7eb", "")),
    "muted": (("#4b5563", ""), ("#a3adba", "")),
    "grid": (("none", "#e2e6ec"), ("none", "#2b323d")),
    "axis": (("none", "#64748b"), ("none", "#98a3b3")),
    "yours": (("none", "#0b5cad"), ("none", "#7cc0ff")),
    "yours-at": (("#0b5cad", "#ffffff"), ("#7cc0ff", "#14181f")),
    "torch": (("none", "#e2935a"), ("none", "#b06a36")),
    "boundary": (("none", "#1f2937"), ("none", "#f3f4f6")),
    "upper": (("#0b5cad", "#ffffff"), ("#7cc0ff", "#14181f")),
    "lower": (("#b3400f", "#ffffff"), ("#ffb877", "#14181f")),
    "wrong": (("none", "#1f2937"), ("none", "#ffffff")),
    "band0": (("#f5b88f", ""), ("#74401c", "")),
    "band1": (("#f9cdae", ""), ("#5c351b", "")),
    "band2": (("#fce0cc", ""), ("#452b1b", "")),
    "band3": (("#fef2e9", ""), ("#2f211a", "")),
    "band4": (("#edf4fc", ""), ("#182534", "")),
    "band5": (("#d3e5f8", ""), ("#1a3048", "")),
    "band6": (("#b5d3f3", ""), ("#1c3c5d", "")),
    "band7": (("#94bfee", ""), ("#1e4a75", "")),
}
