"""The check `no-repetition`: few runs of words of the output come again."""

from collections.abc import Callable
from typing import Any

from gemba_prose import tokens_of


def no_repetition(params: dict[str, Any]) -> Callable[[str], list[str]]:
    share, length = params["share"], params["words"]

    def check(output: str) -> list[str]:
        tokens = [token for token in tokens_of(output) if token.strip("|-:")]
        starts = range(len(tokens) - length + 1)
        runs = [tuple(tokens[start : start + length]) for start in starts]
        repeated = len(runs) - len(set(runs))
        if repeated <= share * len(runs):
            return []
        again = next(run for run in runs if runs.count(run) > 1)
        said = f"says {repeated} of {len(runs)} runs of {length} words again"
        return [f"{said}, over a share of {share}: {' '.join(again)[:60]!a}"]

    return check
