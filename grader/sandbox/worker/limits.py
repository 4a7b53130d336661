"""The limits of this process, which it lowers itself."""

from __future__ import annotations

try:
    import resource
except ImportError:  # not on Windows, where the judge's deadline stands alone
    resource = None  # type: ignore[assignment]


def set_limits(limits: dict[str, int]) -> None:
    """Lower soft and hard limits, {name in resource: seconds, bytes or a count}, for good."""
    if resource is None:
        return
    for name, value in limits.items():
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (AttributeError, ValueError, OSError):
            pass  # macOS knows but refuses some of them
