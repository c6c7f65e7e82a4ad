"""What `mvpod replay` says: every difference by its path in words, one cause once, and what stays undecided."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Any, get_args

import pytest
from rich.cells import cell_len

from mvpod_expert import __version__
from mvpod_expert.composition import Recommendation
from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.model.frozen import LANGS, Lang
from mvpod_expert.replay.model import Difference, DifferenceKind, FlawKind, NotRecomputed, Step, Violation
from mvpod_expert.replay.replaying import replay
from mvpod_expert.replay.terminal import ReplayView
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.messages import Messages
from tests.explanation.saved import small
from tests.explanation.tampering import Remembering, as_saved, reread, resealed
from tests.shipped import BASE, KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvpod_expert.replay.model import Replay

ADVISER = Remembering(KNOWLEDGE, BASE, BitsetEngine(BASE))


@cache
def saved() -> dict[str, Any]:
    """Return a result with something of everything, as it is saved."""
    return as_saved(ADVISER.recommend([small()]))


def replayed(tamper: Callable[[Any], object], *, seal: bool = True) -> Replay:
    """Tamper with the result, renew its checksum and replay it."""
    copy = deepcopy(saved())
    tamper(copy)
    return replay(reread(resealed(copy) if seal else copy), "result.json", ADVISER, __version__)


def told(done: Replay, lang: Lang, width: int = 100) -> str:
    """Return what a replay prints, in one line."""
    page = Terminal(StringIO(), plain=True)
    page.width = width
    ReplayView(KNOWLEDGE, Messages(lang), page).show(done)
    printed: str = page._console.file.getvalue()  # type: ignore[attr-defined]
    assert max(map(cell_len, printed.splitlines())) <= width
    assert "{{" not in printed
    return " ".join(printed.split()) if lang == "en" else "".join(printed.split())


def keys(schema: Any) -> Iterator[str]:
    """Yield every key a saved result may have."""
    for definition in (schema, *schema["$defs"].values()):
        yield from definition.get("properties", ())


@pytest.mark.parametrize("lang", LANGS)
def test_every_flaw_difference_and_key_has_words(lang: Lang) -> None:
    """Whatever is found can be said, wherever it stands."""
    say = Messages(lang)
    sentences = ReplayView(KNOWLEDGE, say, Terminal())
    for kind in get_args(FlawKind):
        assert sentences.sentence(Violation(kind=kind, about="win_rate", detail="1"))
    for kind in get_args(DifferenceKind):
        assert sentences.difference(Difference(kind=kind, path="x", steps=(Step(key="plan", of="x"),), also=2))
    for what in get_args(NotRecomputed):
        assert say(f"not_recomputed.{what}")
    unsaid = {"column", "excerpt", "excerpt_from", "width"}
    schema = Recommendation.model_json_schema(by_alias=True, mode="serialization")
    assert [key for key in keys(schema) if key not in unsaid and not say.knows(f"saved.{key}")] == []


def reword(result: Any) -> None:
    result["cells"][0]["plan"][2]["title"]["en"] += "!"


def drop_an_item(result: Any) -> None:
    result["cells"][0]["plan"].pop(2)


def rename_a_rule(result: Any) -> None:
    result["cells"][0]["trace"][3]["rule"] = "made-up"


def compare_twice(result: Any) -> None:
    result["comparisons"] *= 2


def drop_a_cell(result: Any) -> None:
    result["cells"].pop()


def swap(result: Any) -> None:
    result["cells"][0]["plan"][2:4] = reversed(result["cells"][0]["plan"][2:4])


def weaken(result: Any) -> None:
    contributions = result["cells"][0]["mode"]["ranking"][0]["contributions"]
    next(each for each in contributions if each["strength"] != "weak")["strength"] = "weak"


def claim_proof(result: Any) -> None:
    result["cells"][0]["unknowns"]["proven"] ^= True


def bend_a_slope(result: Any) -> None:
    next(each for each in result["cells"][0]["trends"]["series"] if each["trend"])["trend"]["slope"] = 99.0


def bend_a_gate(result: Any) -> None:
    gate = result["vendors"][0]["vendors"][0]["gates"][0]
    gate["state"] = "failed" if gate["state"] == "passed" else "passed"


def bend_a_measure(result: Any) -> None:
    result["audits"][0]["measures"][0]["quarter"] = 9


def change_the_client(result: Any) -> None:
    result["cells"][0]["client"] = "somebody else"


def answer_otherwise(result: Any) -> None:
    result["cells"][0]["answers"][0]["state"] = "made-up"


ONCE: list[tuple[Callable[[Any], None], str, dict[Lang, str]]] = [
    (reword, "cells[0].plan[2].title.en", {"en": "title › English text: it says", "zh": "标题›英文：写的是"}),
    (drop_an_item, "cells[0].plan", {"en": "is missing", "zh": "缺少"}),
    (rename_a_rule, "cells[0].trace[3].rule", {"en": "trace: ", "zh": "规则触发记录："}),
    (compare_twice, "comparisons[1]", {"en": "comparisons: ", "zh": "市场单元的比较："}),
    (drop_a_cell, "cells", {"en": "is missing", "zh": "缺少"}),
    (swap, "cells[0].plan", {"en": "plan: not in the order that follows", "zh": "方案：次序不对"}),
    (
        weaken,
        "cells[0].mode.ranking[0].contributions",
        {"en": "strength: it says weak", "zh": "强度：写的是weak"},
    ),
    (claim_proof, "cells[0].unknowns.proven", {"en": "unknowns › whether it is proven", "zh": "不知道的事›是否已证明"}),
    (bend_a_slope, "cells[0].trends.series", {"en": "slope: it says 99.0", "zh": "斜率：写的是99.0"}),
    (bend_a_gate, "vendors[0].vendors[0].gates[0].state", {"en": "gates: ", "zh": "关口："}),
    (
        bend_a_measure,
        "audits[0].measures[0].quarter",
        {"en": "starting quarter: it says 9", "zh": "开始的季度：写的是9"},
    ),
    (change_the_client, "cells[0].client", {"en": "client: it says somebody else", "zh": "客户：写的是somebodyelse"}),
    (answer_otherwise, "cells[0].answers[0].state", {"en": "state: it says made-up", "zh": "状态：写的是made-up"}),
]


@pytest.mark.parametrize(("tamper", "path", "words"), ONCE, ids=lambda each: getattr(each, "__name__", ""))
def test_one_cause_is_told_once_by_its_place(tamper: Callable[[Any], None], path: str, words: dict[Lang, str]) -> None:
    """Tools that compare documents drown one change in all that stands after it, or name a line number."""
    done = replayed(tamper)
    assert len(done.differences) == 1
    assert done.differences[0].path.startswith(path)
    for lang in LANGS:
        assert words[lang] in told(done, lang)
        assert told(done, lang).count("不成立" if lang == "zh" else "not follow") == 0


def test_changed_inputs_are_one_cause_and_what_rests_on_them_is_counted() -> None:
    """Tools that recompute list every consequence of one changed input."""

    def change(result: Any) -> None:
        answer = result["cases"][0]["cells"][0]["answers"]["gross_margin_band"]
        state = "low" if answer["state"] != "low" else "high"
        answer.update(given=state, state=state)

    done = replayed(change)
    assert [difference.kind for difference in done.differences] == ["differs", "rest"]
    assert done.differences[0].path.startswith("cells[0].answers[")
    assert done.differences[1].also > 5
    assert "because the inputs differ" in told(done, "en")
    assert "因输入不同" in told(done, "zh")


@pytest.mark.parametrize("width", [60, 100])
def test_a_sound_result_and_one_of_another_knowledge_are_told_apart(width: int) -> None:
    """What stays undecided is not said to be checked."""
    sound = replayed(lambda _: None)
    assert "values agree" in told(sound, "en", width)
    assert "个值全部一致" in told(sound, "zh", width)
    older = replayed(lambda result: result["knowledge"].update(sha256="0" * 64, version="2020.01"))
    assert "cannot be computed again" in told(older, "en", width)
    assert "无法重新计算" in told(older, "zh", width)
    assert "names the edition at hand" not in told(older, "en")
    forged = replayed(lambda result: result["knowledge"].update(sha256="0" * 64))
    assert "names the edition at hand" in told(forged, "en")
    assert "它自称出自手边这一版" in told(forged, "zh")


def test_where_nothing_else_tells_the_checksum_does() -> None:
    """Inputs that nothing in the result repeats."""

    def change(result: Any) -> None:
        result["program"] = "0.0"

    assert replayed(change).is_sound
    done = replayed(change, seal=False)
    assert (done.is_sound, done.differences) == (False, ())
    assert "does not match its checksum" in told(done, "en")
    assert "与校验和不符" in told(done, "zh")


def test_many_differences_are_cut_and_counted() -> None:
    """Fifty are enough to see what kind it is."""

    def change(result: Any) -> None:
        for cell in result["cells"]:
            for item in (*cell["plan"], *cell["annex"]):
                item["title"]["en"] += "!"

    done = replayed(change)
    more = len(done.differences) - 50
    assert more > 0
    assert f"and {more} more" in told(done, "en")
    assert f"另有{more}处" in told(done, "zh")
