"""The interview in a real pseudo-terminal: typed into, interrupted, killed and resumed."""

from __future__ import annotations

import re
import signal
import sys
import time
from typing import TYPE_CHECKING

import pexpect
import pytest

from features.program import surroundings
from features.program import unmeasured as mvpod
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mvpod_expert.model.facts import Fact

CASE = KNOWLEDGE.cases["H18"].cell.answers


def wherever_broken(words: str) -> str:
    """Return a pattern for words that may be broken over lines anywhere between them."""
    return r"(?:\s|\x1b\[[0-9;?]*[A-Za-z])*".join(map(re.escape, words.replace(" ", "")))


def waiting(prompt: str, *words: str) -> str:
    """Return a pattern for a prompt with one of some words before it.

    Line editing draws the prompt more than once, so the words tell that it is a new one; and it draws it only when it
    has the terminal, so that what is typed after it is not typed into a terminal that changes hands.
    """
    return rf"(?:{'|'.join(map(wherever_broken, words))})(?s:.*?){wherever_broken(prompt)}"


PROMPT = {
    "en": waiting("Answer>", "q save and quit.", "how to write it."),
    "zh": waiting("答>", "q 保存并退出。", "看为什么问和怎么写。"),
}
"""A question of the interview, or a field of a form."""
OFFER = {"en": waiting("Answer>", "Press Enter for the advice"), "zh": waiting("答>", "按回车看建议")}
ENDS = {"en": "Recommended: ", "zh": "建议："}
SECONDS = 30
SETTLED = 0.5


def heeding_hangups() -> None:
    """Let a child die of a hang-up; one started by nohup would pass its deafness on."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def start(folder: Path, *options: str, lang: str = "en", width: int = 80) -> pexpect.spawn:
    """Start an interview in a pseudo-terminal."""
    arguments = ["-m", "mvpod_expert", "interview", "--plain", "--answers", "a.yaml", "--lang", lang, *options]
    environment = {**surroundings(), "TERM": "xterm-256color"}
    environment.pop("COLUMNS")
    return pexpect.spawn(
        sys.executable,
        arguments,
        cwd=str(folder),
        env=environment,
        encoding="utf-8",
        timeout=SECONDS,
        preexec_fn=heeding_hangups,
        dimensions=(40, width),
    )


def plain(shown: str) -> str:
    """Take the terminal's styling out."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).replace("\r", "")


def asked(shown: str, lang: str = "en") -> Fact:
    """Find the fact whose question stands in what was shown last."""
    squeezed = "".join(plain(shown).split())
    found = [
        (squeezed.rfind("".join(fact.question.in_(lang).split())), fact)  # type: ignore[arg-type]
        for fact in KNOWLEDGE.asked()
        if fact.question
    ]
    place, fact = max(found, key=lambda pair: pair[0])
    assert place >= 0, shown
    return fact


def given(fact: str) -> str:
    """Return what a person types who knows of the documented case what is documented or estimated, and no more."""
    return str(CASE[fact].given) if fact in CASE else "unknown"


def answer_on(child: pexpect.spawn, lang: str = "en", most: int = 99) -> Iterator[str]:
    """Answer from the documented case until the advice comes; give the facts that were asked."""
    for _ in range(most):
        match child.expect([PROMPT[lang], OFFER[lang], ENDS[lang]]):
            case 1:
                child.sendline("")
                continue
            case 2:
                return
        fact = asked(child.before, lang)
        yield fact.id
        child.sendline(given(fact.id))


def finish(child: pexpect.spawn) -> tuple[str, int]:
    """Read to the end; give the rest of the page and the exit code."""
    rest = plain(child.read())
    child.wait()
    return rest, child.exitstatus


@pytest.mark.parametrize(("lang", "width"), [("en", 80), ("zh", 60)])
def test_a_whole_interview_ends_with_the_advice_of_recommend(lang: str, width: int, tmp_path: Path) -> None:
    """Nothing is asked twice, not everything is asked, and the saved file gets the same advice."""
    child = start(tmp_path, lang=lang, width=width)
    facts = list(answer_on(child, lang))
    rest, code = finish(child)
    assert code == 0
    assert len(set(facts)) == len(facts) < len(list(KNOWLEDGE.asked()))
    advised = mvpod("recommend", "a.yaml", "--lang", lang, folder=tmp_path)
    one, other = ("".join(re.sub("[█░]", "", text).split()) for text in (rest, advised.out))
    assert one[: len(one) // 2] in other
    assert ("渠道" if lang == "zh" else "channel") in rest.splitlines()[0]


def test_a_wrong_answer_repeats_the_question_with_what_is_allowed(tmp_path: Path) -> None:
    """Help explains, a misspelling is guessed at, and nothing wrong is saved."""
    child = start(tmp_path)
    child.expect(PROMPT["en"])
    first = asked(child.before)
    child.sendline("?")
    child.expect_exact("How to estimate it")
    child.expect_exact("put / before the word")
    word = first.state_title(first.states[1]).en
    child.sendline(f"{word[1]}{word[0]}{word[2:]}")
    child.expect_exact("is not among the answers")
    child.expect_exact(f"Did you mean: {word}")
    assert first.id not in (tmp_path / "a.yaml").read_text(encoding="utf-8")
    child.sendline(word[:-1])
    child.expect(PROMPT["en"])
    assert f'- {{"answer": "{first.id}", "given": "{first.states[1]}"}}\n' in (tmp_path / "a.yaml").read_text(
        encoding="utf-8"
    )
    child.sendline("q")
    assert finish(child)[1] == 130


def test_a_number_with_a_unit_is_taken_and_said(tmp_path: Path) -> None:
    """What is saved is the number in the unit of the question, and the person sees it."""
    child = start(tmp_path)
    while child.expect([PROMPT["en"], OFFER["en"]]) == 0:
        fact = asked(child.before)
        if fact.id != "deal_size_usd":
            child.sendline("u")
            continue
        child.sendline("5万 cups")
        child.expect_exact("is not a number of USD between 0 and 10,000,000,000")
        child.sendline("5万")
        child.expect_exact("Taken as: 50,000 USD")
        child.expect(PROMPT["en"])
        assert '- {"answer": "deal_size_usd", "given": 50000}\n' in (tmp_path / "a.yaml").read_text(encoding="utf-8")
        child.close(force=True)
        return
    pytest.fail("the question never came")


@pytest.mark.parametrize("way", ["q", "ctrl-c", "ctrl-d"])
def test_leaving_says_how_to_go_on(way: str, tmp_path: Path) -> None:
    """Quitting, Ctrl-C and Ctrl-D exit with 130; the answers are there, and the next run goes on after them."""
    child = start(tmp_path)
    facts = list(answer_on(child, most=3))
    child.expect(PROMPT["en"])
    following = asked(child.before).id
    time.sleep(SETTLED)
    {"q": lambda: child.sendline("q"), "ctrl-c": child.sendintr, "ctrl-d": child.sendeof}[way]()
    rest, code = finish(child)
    assert code == 130
    assert "3 answers saved in a.yaml" in " ".join(rest.split())
    assert "mvpod interview --answers a.yaml" in " ".join(rest.split())
    child = start(tmp_path)
    child.expect_exact("3 answers read back")
    child.expect(PROMPT["en"])
    assert asked(child.before).id == following
    assert following not in facts
    child.close(force=True)


@pytest.mark.slow
@pytest.mark.parametrize("depth", ["quick", pytest.param("proven", marks=pytest.mark.thorough)])
@pytest.mark.thorough
def test_killed_at_every_step_nothing_is_lost(depth: str, tmp_path: Path) -> None:
    """A process killed after each answer resumes with the same questions, answers and advice as one that was not."""
    (tmp_path / "whole").mkdir()
    for folder in (tmp_path, tmp_path / "whole"):
        assert mvpod("interview", "--answers", "a.yaml", folder=folder, typed=f"depth {depth}\nq\n").code == 130
    whole = start(tmp_path / "whole")
    uninterrupted = list(answer_on(whole))
    finish(whole)
    facts: list[str] = []
    while True:
        child = start(tmp_path)
        step = list(answer_on(child, most=1))
        if not step:
            rest, code = finish(child)
            break
        facts += step
        child.expect([PROMPT["en"], OFFER["en"]])
        child.kill(signal.SIGKILL)
        child.close()
    assert len(facts) > 5
    assert facts == uninterrupted
    assert code == 0
    one, other = ((tmp_path / name / "a.yaml").read_text(encoding="utf-8") for name in ("whole", "."))
    assert one == other
    assert "Recommended: channel" in rest


def test_a_line_that_was_cut_off_is_told_and_asked_again(tmp_path: Path) -> None:
    """Half an answer does not count as one."""
    file = tmp_path / "a.yaml"
    child = start(tmp_path)
    facts = list(answer_on(child, most=2))
    child.expect(PROMPT["en"])
    child.kill(signal.SIGKILL)
    child.close()
    file.write_text(file.read_text(encoding="utf-8")[:-3], encoding="utf-8")
    child = start(tmp_path)
    child.expect_exact("was cut off")
    child.expect_exact("1 answer read back")
    child.expect(PROMPT["en"])
    assert asked(child.before).id == facts[-1]
    child.close(force=True)


def test_a_pipe_does_as_well_as_a_terminal(tmp_path: Path) -> None:
    """Answers line by line from a pipe go the same way."""
    child = start(tmp_path)
    facts = list(answer_on(child))
    finish(child)
    (tmp_path / "piped").mkdir()
    typed = "".join(f"{given(fact)}\n" for fact in facts)
    printed = mvpod("interview", "--answers", "a.yaml", folder=tmp_path / "piped", typed=typed)
    assert printed.code == 0
    assert (tmp_path / "piped" / "a.yaml").read_text("utf-8") == (tmp_path / "a.yaml").read_text("utf-8")
    assert "\x1b" not in printed.out


def test_back_and_forth_in_a_terminal_that_is_resized(tmp_path: Path) -> None:
    """Back shows the answer, Enter keeps it, another one changes it; a narrower window, and what was typed stays."""
    child = start(tmp_path, width=100)
    first, second = list(answer_on(child, most=2))
    child.expect(PROMPT["en"])
    following = asked(child.before)
    child.sendline("back")
    child.expect_exact("Answered: ")
    child.expect(PROMPT["en"])
    assert asked(child.before).id == second
    child.setwinsize(40, 60)
    child.sendline("back")
    child.expect(PROMPT["en"])
    assert asked(child.before).id == first
    child.sendline("")
    child.expect(PROMPT["en"])
    assert asked(child.before).id == second
    child.sendline("")
    child.expect(PROMPT["en"])
    assert asked(child.before) == following
    child.send("unkn")
    time.sleep(SETTLED)
    child.setwinsize(40, 90)
    child.sendline("own")
    child.expect(PROMPT["en"])
    assert f'- {{"answer": "{following.id}", "given": "unknown"}}\n' in (tmp_path / "a.yaml").read_text(
        encoding="utf-8"
    )
    child.sendline("q")
    assert finish(child)[1] == 130
