"""Words: what a picture says of what it folded."""

from .sketch import Sketch


def words_of(sketch: Sketch) -> list[str]:
    """Sentences on what is folded, and on how to see it; none where nothing is."""
    if not sketch.groups:
        return []
    groups = {kind: [g for g in sketch.groups if g.kind == kind] for kind in ("layer", "rest")}
    boxes = sketch.count + len(groups["rest"])
    sentences = [f"{len(sketch.graph.boxes):,} values in {_counted(boxes, 'box', 'boxes')}."]
    neurons = sum(sketch.shown[at] and at not in sketch.layers for at in sketch.neurons)
    if neurons or groups["layer"]:
        sizes = " and ".join(str(len(group.members)) for group in groups["layer"])
        layers = f"{_counted(len(groups['layer']), 'layer')} of {sizes} neurons, one box each"
        parts = [f"{_counted(neurons, 'neuron is one box', 'neurons are one box each')}"]
        parts = [*(parts if neurons else []), *([layers] if groups["layer"] else [])]
        sentences.append(f"{'; '.join(parts)}: weights, products and sums are inside.")
    if sketch.times:
        often = max(sketch.times.values())
        sentences.append(f"What is added up and made alike is drawn once: ×{often}, the first one.")
    if sketch.copies:
        sentences.append("An input that several neurons were given is drawn once.")
    for group in groups["rest"]:
        sentences.append(
            f"Still too big for one picture: {_counted(len(group.members), 'value')} "
            "far from the result are left out."
        )
    sentences.append("To draw every value: draw_dot(..., fold=False), best with .save(...).")
    return sentences


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
