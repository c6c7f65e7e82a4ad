"""Texts as knowledge: still to be written, destroyed by a wrong encoding, in the wrong language, with other numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mvpod_expert.loading.home_files import files_read
from mvpod_expert.loading.yaml_mistakes import INVISIBLE, is_in_text, slips
from mvpod_expert.model.diagnostics import Code, Diagnostic, Place, warning
from mvpod_expert.model.frozen import LANGS, FrozenModel, Lang, Text
from mvpod_expert.model.number_words import ZH_DIGITS, chinese
from mvpod_expert.model.written_numbers import MAGNITUDES
from mvpod_workbench.lookup.entries import Entry, entries, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.resources import Home

PLACEHOLDER = re.compile(r"（待[写补定]）|\(to be written\)|\b(?:TODO|FIXME|TBD|XXX)\b|[Ll]orem ipsum")
DESTROYED = re.compile(r"\?{3,}|\ufffd|锟斤拷|烫烫|[\u0080-\u009f]|[ÂÃ][\u0080-\u00bf]")
LATIN = re.compile("[à-ï]")
HAN = re.compile("[\u3400-\u9fff]")
WORD = re.compile("[A-Za-z]{2,}")
LOWER_WORD = re.compile(r"\b[a-z]{3,}")
MANY_WORDS = 4
CONFLICT = re.compile(r"<{7}|>{7}|^={7}$", re.MULTILINE)

NUMBER = re.compile(
    r"(?<![A-Za-z\d.])(\d[\d,]*(?:\.\d+)?)\s*(百万|千万|万|亿|千|million|thousand|billion|[mbt]n\b|k\b)?"
)
RANGE = re.compile(
    r"(\d[\d.,]*)\s*(?:-|–|~|～|至|到|to)\s*(\d[\d.,]*)(\s*(?:百万|千万|万|亿|千|million|thousand|billion|[mbt]n\b|k\b))"
)
HAN_NUMBER = re.compile("[零〇一二两三四五六七八九十百千万亿]+")
SCALE = MAGNITUDES | {"tn": 1e12}
SAID = {
    "tenth": 10, "half": 50, "quarter": 25, "third": 33, "dozen": 12, "hundred": 100, "twenty": 20, "thirty": 30,
    "ten": 10, "fifteen": 15, "eleven": 11, "twelve": 12, "century": 100, "decade": 10,
}  # fmt: skip
MAY_BE_EATEN = re.compile(r"(?:zh|en):\s[^#\n]*#")
"""In a file without this, no comment has taken the end of a text; most files are without it."""
BLANK = re.compile(r"\{\s*[\w.-]+\s*\}")
UNITS = (
    "[%％]|成|个百分点|per ?cent|points?",
    "天|日|个?工作日|(?:working |business |calendar )?days?",
    "周|个?星期|weeks?",
    "个?月|months?",
    "个?季|quarters?",
    "年|years?",
    "个?小时|hours?",
)
MEASURED = re.compile(
    rf"(?<![A-Za-z\d.])(\d[\d,]*(?:\.\d+)?)[\s-]*(?:{'|'.join(f'({each})' for each in UNITS)})(?![a-z])"
)
LEAST_WRITTEN_OUT = 1e4
"""Chinese numerals from here on are figures like any other; smaller ones are words as well."""
TITLED_APART = {"rule", "fact", "principle", "direction"}
"""Kinds of entries of which no two may have one title; items may, on different shelves."""


def check_texts(knowledge: KnowledgeBase) -> Iterator[Diagnostic]:
    """Return a warning for each text that is no text yet or any more, and for titles that two entries share."""
    titles: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    yield from _of_texts(knowledge)
    for entry in entries(knowledge):
        title = getattr(entry.said, "title", None)
        if isinstance(title, Text) and entry.kind in {*TITLED_APART, "item"}:
            group = (entry.of, entry.kind, getattr(entry.said, "kind", "") if entry.kind == "item" else "")
            for lang in LANGS:
                titles[*group, lang, title.in_(lang)].append(entry)
        yield from _same_options(entry)
    told: set[tuple[str, ...]] = set()
    for (*_, title), sharing in titles.items():
        ids = tuple(each.id for each in sharing)
        if len(ids) > 1 and ids not in told:
            told.add(ids)
            yield _titles_shared(sharing[-1], title, ids[:-1], [place_of(each.said) for each in sharing[:-1]])


def _of_texts(knowledge: KnowledgeBase) -> Iterator[Diagnostic]:
    families: set[tuple[str, Text]] = set()
    for entry in entries(knowledge):
        for path, text in _texts(entry.said):
            if path == ("family",):
                # Each rule of a file holds the title of its family, which is written once.
                family = (place_of(entry.said).file, text)
                if family in families:
                    continue
                families.add(family)
            fault = _fault(text)
            if fault is not None:
                yield _finding(fault[0], entry, path, fault[1])


def slips_in_texts(home: Home, unsaved: Mapping[Path, str]) -> Iterator[Diagnostic]:
    """Return a warning for each text of which a comment has taken the end, and for characters that cannot be seen."""
    for path in files_read(home):
        text = unsaved[path] if path in unsaved else path.read_text(encoding="utf-8", errors="replace")
        shown, lines = home.shown(path), text.removeprefix("\ufeff").splitlines()
        if path.suffix != ".csv" and MAY_BE_EATEN.search(text):
            for slip in slips(lines):
                if slip.kind == "comment":
                    line, width = lines[slip.line - 1], len(slip.written)
                    place = Place(file=shown, line=slip.line, column=slip.column, excerpt=line, width=width)
                    yield warning(Code.COMMENT_EATS_TEXT, place, "", {"written": slip.written, "kind": ""})
        if INVISIBLE.search(text, 1):
            for number, line in enumerate(lines, start=1):
                for found in INVISIBLE.finditer(line):
                    is_text = path.suffix == ".csv" or is_in_text(lines, number, found.start())
                    place = Place(file=shown, line=number, column=found.start() + 1, excerpt=line)
                    details = {"written": f"U+{ord(found[0]):04X}", "kind": "text" if is_text else "outside"}
                    yield warning(Code.CHARACTER_INVISIBLE, place, "", details)


def _same_options(entry: Entry) -> Iterator[Diagnostic]:
    listed = (getattr(entry.said, field, ()) for field in ("options", "bands"))
    parts = [part for each in listed if isinstance(each, tuple) for part in each]
    for lang in LANGS:
        seen: dict[str, str] = {}
        for part in parts:
            title = part.title.in_(lang)
            if title in seen:
                yield _titles_shared(entry, title, (seen[title], part.id), [])
            seen.setdefault(title, part.id)


def _titles_shared(entry: Entry, title: str, ids: tuple[str, ...], related: list[Place]) -> Diagnostic:
    details = {"written": title, "ids": ", ".join(ids)}
    return _finding(Code.TITLE_SHARED, entry, ("title",), details, related)


def _texts(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Text]]:
    """Yield every text in both languages, with the way to it."""
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, FrozenModel) and not isinstance(value, Place):
        for name in type(value).model_fields:
            part = getattr(value, name)
            if not isinstance(part, str):  # most of all there is
                yield from _texts(part, (*path, name))
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _texts(each, (*path, str(key)))
    elif isinstance(value, tuple):
        for number, each in enumerate(value, start=1):
            yield from _texts(each, (*path, getattr(each, "id", str(number))))


@lru_cache(maxsize=1 << 14)
def _fault(text: Text) -> tuple[Code, dict[str, str]] | None:
    """Return what is wrong with a text, if anything; kept, because a home is checked again at every edit."""
    both = f"{text.zh}\n{text.en}"
    for code, pattern in ((Code.TEXT_PLACEHOLDER, PLACEHOLDER), (Code.TEXT_DESTROYED, DESTROYED)):
        found = pattern.search(both)
        if found:
            return code, {"written": found[0]}
    if CONFLICT.search(both) or _is_misread(both):
        return Code.TEXT_DESTROYED, {"written": both.splitlines()[0]}
    wrong = [lang for lang in LANGS if _is_in_another_language(text.in_(lang), lang)]
    if wrong:
        kind = "both" if len(wrong) > 1 else wrong[0]
        return Code.TEXT_LANGUAGE, {"kind": kind, "written": text.in_(wrong[0])}
    differing = _differing(text)
    return (Code.TEXT_NUMBERS, dict(zip(("one", "other"), differing, strict=True))) if differing else None


def _differing(text: Text) -> tuple[str, str] | None:
    """Return the blanks, figures or measures of each language that the other has not, if they differ."""
    zh_blanks, en_blanks = ({"".join(blank.split()) for blank in BLANK.findall(each)} for each in (text.zh, text.en))
    if zh_blanks != en_blanks:
        return ", ".join(sorted(zh_blanks - en_blanks)), ", ".join(sorted(en_blanks - zh_blanks))
    zh, en = _unmatched(text)
    if zh and en:
        return _listed(zh), _listed(en)
    in_zh, in_en = (_measured(each) for each in (text.zh, text.en))
    apart = next((each for each in in_zh.keys() & in_en.keys() if not in_zh[each].keys() & in_en[each].keys()), None)
    return None if apart is None else (", ".join(in_zh[apart].values()), ", ".join(in_en[apart].values()))


def _measured(text: str) -> dict[float, dict[int, str]]:
    """Return how each figure is written with each unit that stands behind it, by the number of the unit."""
    found: dict[float, dict[int, str]] = defaultdict(dict)
    for each in MEASURED.finditer(text):
        assert each.lastindex  # noqa: S101 - one of the units matched
        found[float(each[1].replace(",", "").rstrip("."))][each.lastindex] = each[0]
    return found


def _is_misread(text: str) -> bool:
    """Return whether the bytes of Chinese in UTF-8 were read as those of western letters."""
    if text.isascii() or not LATIN.search(text):
        return False
    return HAN.search(text.encode("cp1252", errors="ignore").decode("utf-8", errors="ignore")) is not None


def _is_in_another_language(text: str, lang: Lang) -> bool:
    """Return whether a text is not in its language; names and signs are at home in both."""
    han = len(HAN.findall(text))
    if lang == "zh":
        return not han and (bool(LOWER_WORD.search(text)) or len(WORD.findall(text)) >= MANY_WORDS)
    return han > 0 and not LOWER_WORD.search(text)


def _unmatched(text: Text) -> tuple[set[float], set[float]]:
    """Return the figures of each language that the other does not have, not even as a word."""
    zh, en = (_figures(each) for each in (text.zh, text.en))
    said_zh: set[float] = set()
    for each in HAN_NUMBER.finditer(text.zh):
        if text.zh[each.end() : each.end() + 1] == "成":
            zh |= {10.0 * ZH_DIGITS[sign] for sign in each[0] if sign in ZH_DIGITS}
        # 万 alone is "many", as in 上万.
        elif each[0][0] in {*ZH_DIGITS, "十"}:
            value = chinese(each[0])
            # Of 三五家, which is an estimate, each digit counts.
            said_zh |= {float(ZH_DIGITS[sign]) for sign in each[0] if sign in ZH_DIGITS} if value is None else {value}
    zh |= {value for value in said_zh if value >= LEAST_WRITTEN_OUT}
    said_en = {float(SAID[word]) for word in re.findall("[a-z]+", text.en.lower()) if word in SAID}
    return zh - en - said_en, en - zh - said_zh


def _figures(text: str) -> set[float]:
    found: set[float] = set()
    # In 50-70 thousand and 40～50万 the scale is that of both.
    text = RANGE.sub(r"\1\3 \2\3", text)
    for each in NUMBER.finditer(text):
        found.add(round(float(each[1].replace(",", "").rstrip(".")) * SCALE.get(each[2] or "", 1), 6))
    return found


def _listed(numbers: set[float]) -> str:
    return ", ".join(f"{number:,.10g}" for number in sorted(numbers))


def _finding(
    code: Code, entry: Entry, path: tuple[str, ...], details: dict[str, str], related: Iterable[Place] = ()
) -> Diagnostic:
    about = " › ".join(filter(None, (f"{entry.kind}s", entry.id, *path)))
    return warning(code, place_of(entry.said), about, details, related)
