"""The check `language`: the output is in one language. Too short a text passes."""

from collections.abc import Callable
from typing import Any

from gemba_prose import without_code, words_of
from gemba_text import fold


def language(params: dict[str, Any]) -> Callable[[str], list[str]]:
    code, scripts = params["code"], params["scripts"]
    common = {name: set(words) for name, words in params["words"].items()}

    def check(output: str) -> list[str]:
        text = without_code(output)
        count = dict.fromkeys(scripts, 0)
        for char in text:
            for name, ranges in scripts.items():
                if any(first <= ord(char) <= last for first, last in ranges):
                    count[name] += 1
                    break
        letters = sum(count.values())
        if letters >= 10:
            few = {
                "zh": 10 * count["kana"] >= letters,
                "ja": 20 * count["kana"] < letters,
                "ko": 10 * count["Hangul"] < letters,
            }
            own = sum(count[name] for name in params["own"])
            if 2 * own < letters or few.get(code, False):
                return [f"is not in the script of {code}: begins {output[:60]!a}"]
        words = [fold(text[start:end]) for start, end in words_of(text)]
        if code in common and len(words) >= 8:
            hits = {
                name: sum(word in known for word in words)
                for name, known in common.items()
            }
            most = max(hits.values())
            if most >= 3 and 10 * most >= len(words) and 2 * hits[code] < most:
                found = max(hits, key=lambda name: hits[name])
                return [f"reads like {found}, not {code}: begins {output[:60]!a}"]
        return []

    return check
