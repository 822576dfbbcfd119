"""The check `urls-from-input`: every web address of the output is in the input."""

import re
from typing import Any

from gemba_prose import at, ungrounded
from gemba_record import Record, RecordCheck
from gemba_text import BLANKS

STOPS = (
    BLANKS
    + '\x00-\x1f\x7f-\x9f<>"`{}|\\\\^\\[\\]\u201c\u201d\u201e\xab\xbb\u2018\u2019\uff0c'
    + "\u3002\u3001\uff1b\uff1a\uff01\uff1f\uff08\uff09\u3010\u3011\u300c\u300d\u300e"
    + "\u300f\u300a\u300b"
)
FLAGS = re.IGNORECASE | re.ASCII
URL = re.compile("(https://|http://|ftp://|www\\.)[^" + STOPS + "]*", FLAGS)
URL_WORD = re.compile("[^" + STOPS + "(*_'][^" + STOPS + "]*")
WWW = re.compile("www\\.", FLAGS)


def ascii_lower(text: str) -> str:
    return "".join(char.lower() if "A" <= char <= "Z" else char for char in text)


def trim_url(url: str) -> str:
    surplus = max(url.count(")") - url.count("("), 0)
    end = len(url)
    while end:
        if url[end - 1] == ")" and surplus:
            surplus -= 1
        elif url[end - 1] not in ".,;:!?'*_~\u2026":
            break
        end -= 1
    return url[:end]


def url_key(url: str) -> str:
    head = URL.match(url)
    rest = url[head.end(1) :] if head else url
    if head and head.group(1)[-1] == "/" and WWW.match(rest):
        rest = rest[4:]
    host = re.split("[/?#]", rest, maxsplit=1)[0]
    return (ascii_lower(host) + rest[len(host) :]).rstrip("/")


def urls_in(text: str) -> list[str]:
    """The trimmed addresses of a text."""
    found: list[str] = []
    place = 0
    while True:
        match = URL.search(text, place)
        if not match:
            return found
        previous = at(text, match.start() - 1)
        if previous.isascii() and previous.isalnum():
            place = match.start() + 1
            continue
        url = trim_url(match.group())
        if len(url) > len(match.group(1)):
            found.append(url)
        place = match.end()


def urls_from_input(params: dict[str, Any]) -> RecordCheck:
    def check(record: Record) -> list[str]:
        found = urls_in(record["output"])
        if not found:
            return []
        known = {url_key(url) for url in urls_in(record["input"])}
        words = (trim_url(word) for word in URL_WORD.findall(record["input"]))
        known.update(url_key(word) for word in words if "." in word)
        return ungrounded(
            [url for url in found if url_key(url) not in known], "address"
        )

    return check
