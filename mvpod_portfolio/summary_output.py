"""A summary as tables for a person: on the terminal, as a page, as Markdown or as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.commands.outputs import write_outputs
from mvpod_expert.document.html import html
from mvpod_expert.document.markdown import markdown
from mvpod_expert.document.terminal import show
from mvpod_expert.document.tree import Bar, Column, Document, Paragraph, Section, Table
from mvpod_portfolio.destinations import is_ours
from mvpod_portfolio.problems import PortfolioError
from mvpod_portfolio.summary import GROUPED, NONE, Sums, Worth, summarise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mvpod_expert.commands.options import CliContext
    from mvpod_expert.document.tree import Block
    from mvpod_expert.model.frozen import Text
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages
    from mvpod_portfolio.summary import Summary

MOST_ROWS = 12
ENDINGS = (".html", ".md", ".xlsx")
MARK = b"mvpod portfolio"

Value = str | int | float

NEEDED = "gross_margin, direct.reps, direct.cost_per_rep, channel.partner_margin, channel.management_cost"
"""The columns without which neither direct nor channel has a contribution; revenue is that of `value`."""


@dataclass(frozen=True)
class _SummaryTable:
    """A table of a summary.

    Args:
        title: its title.
        heads: the titles of its columns.
        rows: its cells; numbers are numbers.
        note: what it shows, a line a paragraph.
        bar: the column that is drawn as bars too.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    bar: int = 1


def check_ending(output: Path | None) -> None:
    """Refuse a summary in a form that there is none of, before anything is decided."""
    if output is not None and output.suffix.casefold() not in ENDINGS:
        raise PortfolioError(why="ending", file=output, allowed=", ".join(ENDINGS))


def show_summary(decided: Path, setting: CliContext, output: Path | None, *, on_terminal: bool, force: bool) -> None:
    """Sum decided accounts up for a person.

    Args:
        decided: the file.
        setting: the knowledge and the language.
        output: the file to write, if any.
        on_terminal: print it.
        force: write over files that somebody else made.

    Raises:
        PortfolioError: the file is none of ours, or the output has another ending.
    """
    check_ending(output)
    if not decided.is_file() or not is_ours(decided):
        raise PortfolioError(why="not_decided", file=decided)
    tables = _SummaryTables(setting.knowledge, setting.t)
    summary = summarise(decided)
    if on_terminal:
        show(tables.blocks(summary), setting.t)
    if output is not None:
        content = tables.rendered(summary, output, decided)
        write_outputs({output: content}, MARK, setting.t, inputs=(decided,), force=force)


class _SummaryTables:
    """Puts summaries into tables.

    Args:
        knowledge: the knowledge base, for the names of modes and facts.
        t: the messages.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.knowledge = knowledge
        self.t = t
        self._modes = {mode.id: self._say(mode.title) for mode in knowledge.decision.modes}
        self._modes[NONE] = t("portfolio.none")

    def tables(self, summary: Summary) -> Iterator[_SummaryTable]:
        """Yield the tables of a summary; none for what the accounts do not tell."""
        t = self.t
        value = t("sums.value_in", currency=summary.currency) if summary.currency else t("sums.value")
        measures = (t("sums.accounts"), *([value] if summary.has_value else []))

        def told(sums: Sums) -> tuple[Value, ...]:
            return (sums.accounts, *([round(sums.value)] if summary.has_value else []))

        modes = {mode: summary.modes[mode] for mode in self._modes if mode in summary.modes}
        rows = tuple((self._modes[mode], *told(sums)) for mode, sums in modes.items())
        yield _SummaryTable(t("sums.by_mode"), (t("sums.mode"), *measures), rows)
        verdicts = tuple((t(f"verdict.{each}"), count) for each, count in summary.verdicts.most_common())
        settled = t("sums.settled", count=f"{summary.settled.accounts:,}", of=f"{summary.total.accounts:,}")
        yield _SummaryTable(t("sums.by_verdict"), (t("sums.verdict"), measures[0]), verdicts, settled)
        for name in GROUPED:
            if any(group != NONE for group, _ in summary.groups[name]):
                yield self._by_group(name, summary.groups[name])
        if summary.routes:
            differing = Sums()
            for (route, mode), sums in summary.routes.items():
                if NONE != mode != route:
                    differing.add(sums.accounts, sums.value)
            note = t("sums.differ", accounts=f"{differing.accounts:,}", value=f"{differing.value:,.0f}")
            pairs = sorted(summary.routes.items(), key=lambda each: (-each[1].value, -each[1].accounts))
            rows = tuple((self._modes[route], self._modes[mode], *told(sums)) for (route, mode), sums in pairs)
            yield _SummaryTable(
                t("sums.by_route"),
                (t("sums.today"), t("sums.advice"), *measures),
                rows,
                note if summary.worth else "\n".join((note, t("sums.no_worth", columns=NEEDED))),
                2,
            )
        if summary.worth:
            yield self._worth(summary)
        facts = self.knowledge.facts
        asked = self._largest(summary.questions)
        if asked:
            rows = tuple((self._say(facts[fact].title), *told(sums)) for fact, sums in asked)
            note = t("sums.questions_note")
            yield _SummaryTable(t("sums.questions"), (t("sums.question"), *measures), rows, note, 0)
        if summary.nearest:
            heads = (
                t("sums.account"),
                t("sums.mode"),
                t("sums.margin"),
                *measures[1:],
            )
            rows = tuple(
                (each.key, self._modes[each.mode], each.margin, *([round(each.value)] if summary.has_value else []))
                for each in summary.nearest
            )
            yield _SummaryTable(t("sums.nearest"), heads, rows, t("sums.nearest_note"), 0)

    def blocks(self, summary: Summary) -> list[Section]:
        """Return the tables as sections."""
        return [
            Section(each.title, tuple(self._blocks(each)), f"summary-{number}")
            for number, each in enumerate(filter(lambda table: table.rows, self.tables(summary)), start=1)
        ]

    def rendered(self, summary: Summary, output: Path, decided: Path) -> str | bytes:
        """Return a summary in the form that the ending of a file's name tells."""
        ending = output.suffix.casefold()
        if ending == ".xlsx":
            from mvpod_expert.loading.workbooks import tables_bytes  # noqa: PLC0415 - openpyxl, for workbooks alone

            tables = {each.title: each for each in self.tables(summary)}
            rows = {title: [each.heads, *each.rows] for title, each in tables.items()}
            return tables_bytes(rows, MARK.decode(), {title: each.bar for title, each in tables.items()})
        document = Document(
            lang="zh-CN" if self.t.lang == "zh" else "en",
            title=self.t("sums.title"),
            subtitle=decided.name,
            front=(),
            contents=self.t("report.contents"),
            sections=tuple(self.blocks(summary)),
            footer=(Paragraph(self.t("sums.made_by", edition=self.knowledge.decision.edition), "faint"),),
        )
        return html(document) if ending == ".html" else markdown(document)

    def _by_group(self, name: str, found: Mapping[tuple[str, str], Sums]) -> _SummaryTable:
        """Return groups against modes, in accounts: the largest groups, and all others together."""
        totals: dict[str, Sums] = {}
        for (group, _), sums in found.items():
            totals.setdefault(group, Sums()).add(sums.accounts, sums.value)
        shown = [group for group, _ in self._largest(totals)]
        modes = [mode for mode in self._modes if any(other == mode for _, other in found)]
        counts = {(group, mode): found.get((group, mode), Sums()).accounts for group in totals for mode in modes}
        rows: list[tuple[Value, ...]] = [
            (
                group or self.t("sums.blank"),
                *(counts[group, mode] for mode in modes),
                totals[group].accounts,
            )
            for group in shown
        ]
        others = [group for group in totals if group not in shown]
        if others:
            rest = (sum(counts[group, mode] for group in others) for mode in modes)
            accounts = sum(totals[group].accounts for group in others)
            rows.append((self.t("sums.others", count=len(others)), *rest, accounts))
        heads = (
            self.t(f"sums.{name}"),
            *(self._modes[mode] for mode in modes),
            self.t("sums.accounts"),
        )
        return _SummaryTable(self.t(f"sums.by_{name}"), heads, tuple(rows), bar=len(heads) - 1)

    def _worth(self, summary: Summary) -> _SummaryTable:
        """Return what the advice is worth where it differs from today's route, by segment and in all."""
        t, found = self.t, summary.worth
        is_range = any(each.low != each.high for each in found.values())
        shown = sorted(found.items(), key=lambda each: -abs(each[1].likely))[:MOST_ROWS]
        rows: list[tuple[Value, ...]] = []
        for name, each in shown:
            ends = [round(each.low), round(each.high)] if is_range else []
            rows.append((name or t("sums.blank"), each.accounts, round(each.likely), *ends))
        total = {name: sum(getattr(each, name) for each in found.values()) for name in vars(Worth())}
        told = {name: f"{value:,.0f}" for name, value in total.items()}
        note = t("sums.worth_note", losses=f"{total['likely'] - total['gains']:,.0f}", **told)
        if is_range:
            note = "\n".join((note, t("sums.worth_range", **told)))
        titles = (t("sums.worth_low"), t("sums.worth_high")) * is_range
        heads = (t("sums.segment"), t("sums.accounts"), t("sums.worth_likely", currency=summary.currency), *titles)
        return _SummaryTable(t("sums.worth"), heads, tuple(rows), note, 0)

    def _blocks(self, table: _SummaryTable) -> Iterator[Block]:
        yield from map(Paragraph, filter(None, table.note.split("\n")))
        is_number = [any(not isinstance(row[place], str) for row in table.rows) for place in range(len(table.heads))]
        columns = [
            Column(head, "right" if number else "left") for head, number in zip(table.heads, is_number, strict=True)
        ]
        cells: list[tuple[str | Bar, ...]] = [
            tuple(each if isinstance(each, str) else f"{each:,}" for each in row) for row in table.rows
        ]
        if table.bar:
            lengths = [float(row[table.bar]) for row in table.rows]
            columns.append(Column())
            high = max(lengths) or 1.0
            cells = [(*row, Bar(0, length, 0, high)) for row, length in zip(cells, lengths, strict=True)]
        yield Table(tuple(columns), tuple(cells))

    @staticmethod
    def _largest(found: Mapping[str, Sums]) -> list[tuple[str, Sums]]:
        """Return those with most value, then with most accounts."""
        return sorted(found.items(), key=lambda each: (-each[1].value, -each[1].accounts, each[0]))[:MOST_ROWS]

    def _say(self, text: Text) -> str:
        return text.in_(self.t.lang)
