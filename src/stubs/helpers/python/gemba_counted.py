"""Counts what a text holds: lines by what they are, emoji, hashtags, placeholders."""

import re
from collections.abc import Callable, Iterator

from gemba_length import sentences_of
from gemba_prose import LETTERS, without_code
from gemba_text import BLANKS, WORD, lines_of

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)", re.DOTALL)
HEADING = re.compile(r" {0,3}#{1,6}(?![^ \t])")
MARKS = "\u2022\u25e6\u2023\u25aa\u25cf\u25cb\u25a0\u2043"
BULLET = re.compile(f"[{BLANKS}]*(?:([-*+])[{BLANKS}]|[{MARKS}])[{BLANKS}]*[^{BLANKS}]")
RULE = re.compile(f"[{BLANKS}]*([-*_=])(?:[{BLANKS}]*\\1){{2,}}[{BLANKS}]*")
NUMBER = re.compile(
    f"[{BLANKS}]*(?:#{{1,6}}[{BLANKS}]+)?[*_]{{0,3}}"
    f"(?:(?:\\(?[0-9]{{1,3}}\\)|[0-9]{{1,3}}\\.)[*_]{{0,3}}[{BLANKS}]"
    f"|[0-9]{{1,3}}[\u3001\uff0e])[{BLANKS}]*[^{BLANKS}]"
)
TABLE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
SPANS = re.compile(
    f"\\*\\*[^*{BLANKS}](?:[^*]*[^*{BLANKS}])?\\*\\*"
    f"|`[^`]+`|\\[[^\\[\\]]+\\]\\([^(){BLANKS}]+\\)"
)

# By range, so that no version of Unicode decides.
PICTURES = (
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2600-\u2604\u260e\u2611"
    "\u2614\u2615\u2618\u261d\u2620\u2622\u2623\u2626\u262a\u262e\u262f"
    "\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660\u2663\u2665\u2666\u2668"
    "\u267b\u267e\u267f\u2692-\u2697\u2699\u269b\u269c\u26a0\u26a1\u26a7"
    "\u26aa\u26ab\u26b0\u26b1\u26bd\u26be\u26c4\u26c5\u26c8\u26ce\u26cf\u26d1"
    "\u26d3\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702\u2705"
    "\u2708-\u270d\u270f\u2712\u2714\u2716\u271d\u2721\u2728\u2733\u2734\u2744"
    "\u2747\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27a1\u27b0"
    "\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f004\U0001f0cf\U0001f18e"
    "\U0001f191-\U0001f19a\U0001f201\U0001f21a\U0001f22f\U0001f232-\U0001f236"
    "\U0001f238-\U0001f23a\U0001f250\U0001f251\U0001f300-\U0001f64f"
    "\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb\U0001f7f0\U0001f900-\U0001f9ff"
    "\U0001fa70-\U0001faff"
)
TEXT_BY_ITSELF = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u2328\u23cf"
    "\u23ed-\u23ef\u23f1\u23f2\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0"
    "\u25fb\u25fc\u2934\u2935\u2b05-\u2b07\u3030\u303d\u3297\u3299"
    "\U0001f170\U0001f171\U0001f17e\U0001f17f\U0001f202\U0001f237"
)
EMOJI = re.compile(
    "[0-9#*]\ufe0f?\u20e3|[\U0001f1e6-\U0001f1ff]{1,2}"
    f"|(?:[{PICTURES}](?!\ufe0e)|[{TEXT_BY_ITSELF}]\ufe0f)"
    "(?:[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
    f"|\u200d[{PICTURES}{TEXT_BY_ITSELF}])*"
)
TAG = (
    "A-Za-z\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\u1fff\u2c00-\u2dff\u3005-\u3007"
    "\u3041-\u318f\u3400-\u9fff\ua000-\uabff\uac00-\ud7ff\uf900-\ufaff\ufe70-\ufefc"
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc\U00010000-\U0001cfff"
    "\U00020000-\U0003ffff"
)
HASHTAG = re.compile(
    f"(?<![0-9_{TAG}#\uff03&/])(?<!\\]\\()[#\uff03](?=[0-9_]*[{TAG}])[0-9_{TAG}]+"
)
ASKING = "(?:your|insert|enter|add|fill|specify|replace)[ _-]"
CAPITAL = "[A-Z\xc0-\xd6\xd8-\xde\u0388-\u038f\u0391-\u03ab\u0400-\u042f]"
WITHIN = f"[{LETTERS} '\u2019_/.,&:-]"
PLACEHOLDER = re.compile(
    r"\{\{[^{}\n\r]{1,60}\}\}"
    f"|(?<![{LETTERS}0-9_^}}\\\\{{])\\{{(?![0-9])[A-Za-z0-9_]{{2,40}}\\}}(?!\\}})"
    f"|(?<![{LETTERS}0-9_\\]!])\\[(?={CAPITAL}|{ASKING}){WITHIN}{{2,60}}\\](?![(\\[])"
    f"|<(?=[A-Z])[A-Z _-]{{3,60}}>|<(?={ASKING}){WITHIN}{{1,60}}>"
)


def code_and_lines(text: str) -> Iterator[tuple[bool, str]]:
    """Each line, and whether it is a fence or within a fenced block."""
    marks = ""
    for line in lines_of(text):
        fence, was_code = FENCE.fullmatch(line), marks != ""
        behind = fence.group(2).strip(" \t") if fence else ""
        if fence and not marks:
            opens = fence.group(1)[0] == "~" or "`" not in behind
            marks = fence.group(1) if opens else ""
        elif fence and fence.group(1).startswith(marks) and not behind:
            marks = ""
        yield was_code or marks != "", line


def is_bullet(line: str) -> bool:
    found = BULLET.match(line)
    return found is not None and not (found.group(1) and RULE.fullmatch(line))


def is_marked(line: str) -> bool:
    """Whether Markdown makes more of a line than text."""
    bullet = BULLET.match(line)
    is_list = bullet is not None and bullet.group(1) is not None
    is_table = "|" in line and TABLE.fullmatch(line.strip(" \t")) is not None
    is_other = HEADING.match(line) or RULE.fullmatch(line)
    return is_list or is_table or is_other is not None


def lines_that(is_so: Callable[[str], object]) -> Callable[[str], list[str]]:
    """The lines of a sort, outside fences."""
    return lambda text: [
        line for is_code, line in code_and_lines(text) if not is_code and is_so(line)
    ]


def paragraphs(text: str) -> list[str]:
    found: list[str] = []
    is_open = is_item = False
    for is_code, line in code_and_lines(text):
        is_list = not is_code and (is_bullet(line) or NUMBER.match(line) is not None)
        is_other = is_code or HEADING.match(line) or RULE.fullmatch(line)
        words = WORD.findall(line)
        if is_list or is_other or not words or words[0].startswith("|"):
            is_open, is_item = False, is_list
        elif not is_open and not is_item:
            found.append(line)
            is_open = True
    return found


def markdown(text: str) -> list[str]:
    found: list[str] = []
    was_code = False
    for is_code, line in code_and_lines(text):
        if is_code or is_marked(line):
            found += [] if is_code and was_code else [line]
        else:
            found += SPANS.findall(line)
        was_code = is_code
    return found


COUNTED: dict[str, Callable[[str], list[str]]] = {
    "paragraphs": paragraphs,
    "lines": lambda text: [line for line in lines_of(text) if WORD.search(line)],
    "bullets": lines_that(is_bullet),
    "numbered-items": lines_that(NUMBER.match),
    "headings": lines_that(HEADING.match),
    "sentences": sentences_of,
    "words": WORD.findall,
    "emoji": EMOJI.findall,
    "hashtags": lambda text: HASHTAG.findall(without_code(text)),
    "placeholders": lambda text: PLACEHOLDER.findall(without_code(text)),
    "markdown": markdown,
}
