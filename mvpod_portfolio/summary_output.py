"""A summary as tables for a person: on the terminal, as a page, as Markdown or as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mvpod_expert.commands.outputs import write_outputs
from mvpod_expert.document.html import html
from mvpod_expert.document.markdown import markdown
from mvpod_expert.document.terminal import show
from mvpod_expert.document.tree import Bar, Column, Document, Paragraph, Section, Table
from mvpod_portfolio.destinations import is_ours
from mvpod_portfolio.problems import PortfolioError
from mvpod_portfolio.summary import GROUPED, NONE, Summary, Sums, Worth, summarise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from mvpod_expert.commands.options import CliContext

MOST_ROWS = 12
ENDINGS = (".html", ".md", ".xlsx")
MARK = b"mvpod portfolio"

K = TypeVar("K", str, tuple[str, ...])
Value = str | int | float

NEEDED = "gross_margin, direct.reps, direct.cost_per_rep, channel.partner_margin, channel.management_cost"
"""The columns without which neither direct nor channel has a contribution; revenue is that of `value`."""


class _SummaryTable(NamedTuple):
    """A table of a summary, with a note, a line a paragraph, and the place of the column that is drawn as bars too."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    bar: int = 1


def check_ending(output: Path) -> None:
    """Refuse a summary in a form that there is none of, before anything is decided."""
    if output.suffix.casefold() not in ENDINGS:
        raise PortfolioError(why="ending", file=output, allowed=", ".join(ENDINGS))


def show_summary(decided: Path, setting: CliContext, output: Path | None, *, on_terminal: bool, force: bool) -> None:
    """Sum a file of decided accounts up on the terminal and in a file; `PortfolioError` where it is none of ours."""
    if not decided.is_file() or not is_ours(decided):
        raise PortfolioError(why="not_decided", file=decided)
    tables = list(_SummaryTables(setting, summarise(decided)).tables())
    sections = tuple(_section(each, number) for number, each in enumerate((each for each in tables if each.rows), 1))
    if on_terminal:
        show(sections, setting.t)
    if output is not None:
        content = _rendered(tables, sections, output, decided, setting)
        write_outputs({output: content}, MARK, setting.t, inputs=(decided,), force=force)


def _rendered(
    tables: Sequence[_SummaryTable], sections: tuple[Section, ...], output: Path, decided: Path, setting: CliContext
) -> str | bytes:
    """Return a summary in the form that the ending of a file's name tells."""
    t, ending = setting.t, output.suffix.casefold()
    if ending == ".xlsx":
        from mvpod_expert.loading.workbooks import tables_bytes  # noqa: PLC0415 - openpyxl, for workbooks alone

        rows = {each.title: [each.heads, *each.rows] for each in tables}
        return tables_bytes(rows, MARK.decode(), {each.title: each.bar for each in tables})
    document = Document(
        lang=t.lang,
        title=t("sums.title"),
        subtitle=decided.name,
        front=(),
        contents=t("report.contents"),
        sections=sections,
        footer=(Paragraph(t("sums.made_by", edition=setting.knowledge.decision.edition), "faint"),),
    )
    return html(document) if ending == ".html" else markdown(document)


def _section(table: _SummaryTable, number: int) -> Section:
    columns = [
        Column(head, "left" if all(isinstance(row[place], str) for row in table.rows) else "right")
        for place, head in enumerate(table.heads)
    ]
    cells: list[tuple[str | Bar, ...]] = [
        tuple(each if isinstance(each, str) else f"{each:,}" for each in row) for row in table.rows
    ]
    if table.bar:
        lengths = [float(row[table.bar]) for row in table.rows]
        columns.append(Column())
        high = max(lengths) or 1.0
        cells = [(*row, Bar(0, length, 0, high)) for row, length in zip(cells, lengths, strict=True)]
    notes = map(Paragraph, filter(None, table.note.split("\n")))
    return Section(table.title, (*notes, Table(tuple(columns), tuple(cells))), f"summary-{number}")


class _SummaryTables:
    """Puts a summary into tables, in the names of modes and facts."""

    def __init__(self, setting: CliContext, summary: Summary) -> None:
        self.t = setting.t
        self.summary = summary
        self.facts = setting.knowledge.facts
        self.modes = {mode.id: mode.title.in_(self.t.lang) for mode in setting.knowledge.decision.modes}
        self.modes[NONE] = self.t("portfolio.none")
        currency = summary.currency
        value = self.t("sums.value_in", currency=currency) if currency else self.t("sums.value")
        self.measures = (self.t("sums.accounts"), *([value] if summary.has_value else []))

    def tables(self) -> Iterator[_SummaryTable]:
        """Yield the tables; none for what the accounts do not tell."""
        t, summary, measures = self.t, self.summary, self.measures
        modes = summary.sums["mode"]
        rows = tuple((title, *self._told(modes[mode,])) for mode, title in self.modes.items() if (mode,) in modes)
        yield _SummaryTable(t("sums.by_mode"), (t("sums.mode"), *measures), rows)
        verdicts = tuple((t(f"verdict.{each}"), count) for each, count in summary.verdicts.most_common())
        settled = t("sums.settled", count=f"{summary.settled.accounts:,}", of=f"{summary.total.accounts:,}")
        yield _SummaryTable(t("sums.by_verdict"), (t("sums.verdict"), measures[0]), verdicts, settled)
        for name in GROUPED:
            if any(group != NONE for group, _ in summary.sums[name]):
                yield self._by_group(name, summary.sums[name])
        if summary.sums["route"]:
            yield self._by_route(summary.sums["route"])
        if summary.worth:
            yield self._worth()
        if asked := _largest(summary.sums["question"]):
            rows = tuple((self.facts[fact].title.in_(t.lang), *self._told(sums)) for (fact,), sums in asked)
            yield _SummaryTable(t("sums.questions"), (t("sums.question"), *measures), rows, t("sums.questions_note"), 0)
        if summary.nearest:
            heads = (t("sums.account"), t("sums.mode"), t("sums.margin"), *measures[1:])
            rows = tuple(
                (each.key, self.modes[each.mode], each.margin, *self._told(Sums(0, each.value))[1:])
                for each in summary.nearest
            )
            yield _SummaryTable(t("sums.nearest"), heads, rows, t("sums.nearest_note"), 0)

    def _told(self, sums: Sums) -> tuple[Value, ...]:
        return (sums.accounts, *([round(sums.value)] if self.summary.has_value else []))

    def _by_route(self, found: Mapping[tuple[str, ...], Sums]) -> _SummaryTable:
        t, differing = self.t, Sums()
        for (route, mode), sums in found.items():
            if NONE != mode != route:
                differing.add(sums.accounts, sums.value)
        note = t("sums.differ", accounts=f"{differing.accounts:,}", value=f"{differing.value:,.0f}")
        if not self.summary.worth:
            note += "\n" + t("sums.no_worth", columns=NEEDED)
        pairs = sorted(found.items(), key=lambda each: (-each[1].value, -each[1].accounts))
        rows = tuple((self.modes[route], self.modes[mode], *self._told(sums)) for (route, mode), sums in pairs)
        heads = (t("sums.today"), t("sums.advice"), *self.measures)
        return _SummaryTable(t("sums.by_route"), heads, rows, note, 2)

    def _by_group(self, name: str, found: Mapping[tuple[str, ...], Sums]) -> _SummaryTable:
        """Return groups against modes, in accounts: the largest groups, and all others together."""
        totals: dict[str, Sums] = {}
        for (group, _), sums in found.items():
            totals.setdefault(group, Sums()).add(sums.accounts, sums.value)
        shown = [group for group, _ in _largest(totals)]
        others = [group for group in totals if group not in shown]
        modes = [mode for mode in self.modes if any(other == mode for _, other in found)]
        named = {group or self.t("sums.blank"): [group] for group in shown}
        if others:
            named[self.t("sums.others", count=len(others))] = others
        rows: tuple[tuple[Value, ...], ...] = tuple(
            (
                title,
                *(sum(found.get((group, mode), Sums()).accounts for group in groups) for mode in modes),
                sum(totals[group].accounts for group in groups),
            )
            for title, groups in named.items()
        )
        heads = (self.t(f"sums.{name}"), *(self.modes[mode] for mode in modes), self.measures[0])
        return _SummaryTable(self.t(f"sums.by_{name}"), heads, rows, bar=len(heads) - 1)

    def _worth(self) -> _SummaryTable:
        """Return what the advice is worth where it differs from today's route, by segment and in all."""
        t, found = self.t, self.summary.worth
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
            note += "\n" + t("sums.worth_range", **told)
        titles = (t("sums.worth_low"), t("sums.worth_high")) * is_range
        likely = t("sums.worth_likely", currency=self.summary.currency)
        heads = (t("sums.segment"), self.measures[0], likely, *titles)
        return _SummaryTable(t("sums.worth"), heads, tuple(rows), note, 0)


def _largest(found: Mapping[K, Sums]) -> list[tuple[K, Sums]]:
    """Return those with most value, then with most accounts."""
    return sorted(found.items(), key=lambda each: (-each[1].value, -each[1].accounts, each[0]))[:MOST_ROWS]
