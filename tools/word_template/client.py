"""What a report says of the whole client, as tags: in short, between cells, metrics, audit, vendors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from word_template.cells import items
from word_template.writer import Matrix

if TYPE_CHECKING:
    from word_template.writer import Writer


def brief(add: Writer) -> None:
    """Add what all of it comes to."""
    add.tag("if report.compared or report.brief")
    add.line("{{ t('report.brief') }}", "Heading 1")
    add.tag("endif")
    add.tag("if report.compared")
    add.line("{{ t('compare.title') }}", "Heading 2")
    add.line("{{ t('report.cells_caption') }}", "Support", leads=True)
    add.matrix(
        Matrix(
            corner="{{ t('report.cell') }}",
            columns=("mode", "report.modes"),
            heading="{{ mode }}",
            rows=("row", "report.compared"),
            first="{{ row.name }}{{ t('report.colon') }}{{ row.decided }}",
            entries=("each", "row.nets"),
            cell="{{ t('advice.excluded') if each is none else '%+d'|format(each) }}",
        )
    )
    add.tag("endif")
    add.tag("for part in report.brief")
    add.line("{{ part.title }}", "Heading 2")
    add.bullets("part.lines", "In short")
    add.tag("endfor")


def between(add: Writer) -> None:
    """Add what has to be settled between market cells."""
    add.tag("if report.between")
    add.line("{{ t('report.between_cells') }}", "Heading 1", new_page=True)
    add.tag("endif")
    add.tag("for title, between in report.between")
    add.line("{{ title }}", "Heading 2")
    items(add, "between", "Heading 3")
    add.tag("endfor")


def trends(add: Writer) -> None:
    """Add the metrics over time."""
    add.tag("for trends in report.trends")
    add.line("{{ t('trends.title') }}", "Heading 1", new_page=True)
    add.tag("if report.cells|length > 1")
    add.line("{{ trends.cells }}", "Support")
    add.tag("endif")
    add.line("{{ t('trends.findings') }}", "Heading 2")
    add.tag("for each in trends.page.findings")
    add.line("{{ each.title }}", "Heading 3")
    add.line("{{ each.reason }}")
    add.line("{{ each.rests_on }} · {{ each.support }}", "Support")
    add.tag("endfor")
    add.tag("if trends.page.reopen")
    add.line("{{ t('trends.reopen') }}", "Heading 2")
    add.line("{{ trends.page.reopen|join(t('list.semicolon')) }}")
    add.tag("endif")
    add.tag("for title, counts, rows in trends.page.lines")
    add.line("{{ title }}", "Heading 2")
    add.line("{{ counts }}", "Support", leads=True)
    add.rows(
        [
            "{{ t('trends.metric_column') }}",
            "{{ t('trends.health_column') }}",
            "{{ t('trends.trend_column') }}",
            "{{ t('trends.ahead_column') }}",
        ],
        "rows",
        "row",
        [
            "{{ row.title }}",
            "{{ row.health_title }}",
            "{{ row.span }}{{ t('list.semicolon') }}{{ row.trend }}{{ row.remarks|join(' ') }}",
            "{{ row.ahead }}",
        ],
        wide=(2.6, 6, 5),
    )
    add.tag("endfor")
    add.line("{{ t('report.reckoned_by') }}", "Heading 2")
    add.line("{{ t('trends.points_note') }}", "Support")
    add.bullets("trends.page.methods", "Support")
    add.tag("endfor")


def audits(add: Writer) -> None:
    """Add the audit of an existing plan."""
    add.tag("for audit in report.audits")
    add.line("{{ t('audit.title') }}", "Heading 1", new_page=True)
    add.line("{{ audit.against }}", "Support")
    add.bullets("audit.modes", "Normal")
    add.line("{{ t('audit.defects') }}", "Heading 2")
    add.tag("for defect in audit.defects")
    add.line("{{ defect.text }}", "List Bullet")
    add.bullets("defect.reasons", "Support")
    add.tag("endfor")
    add.line("{{ t('audit.balance') }}", "Heading 2")
    add.line("{{ audit.balance.text }}", "List Bullet")
    add.bullets("audit.balance.reasons", "Support")
    add.line("{{ t('audit.areas') }}", "Heading 2")
    add.tag("for area in audit.areas")
    add.line("{{ area.title }}{{ t('report.colon') }}{{ area.counts }}", "Heading 4")
    add.bullets("area.listed")
    add.tag("endfor")
    add.line("{{ t('audit.roadmap') }}", "Heading 2")
    add.tag("if audit.measures")
    add.line("{{ audit.capacity }} {{ t('audit.quick_wins') }}", "Support", leads=True)
    columns = ("measure", "when", "kind", "owner", "after")
    cells = [
        "{% if row.is_quick_win %}★ {% endif %}{{ row.title }}",
        "{{ row.when }}",
        "{{ row.kind }}",
        "{{ row.owner }}",
    ]
    cells.append("{{ row.before|join(t('list.semicolon')) }}")
    add.rows(
        [f"{{{{ t('audit.column_{name}') }}}}" for name in columns],
        "audit.measures",
        "row",
        cells,
        wide=(2.4, 2.8, 3, 4.2),
    )
    add.line("{{ t('audit.each_measure') }}", "Heading 2")
    add.tag("for row in audit.measures")
    add.line("{{ row.title }}", "Heading 4")
    add.line("{{ row.text }}")
    add.line("{{ row.details|join(t('report.details_gap')) }} · {{ row.support }}", "Support")
    add.tag("endfor")
    add.tag("else")
    add.line("{{ t('audit.nothing_to_do') }}")
    add.tag("endif")
    add.tag("endfor")


def vendors(add: Writer) -> None:
    """Add the vendors side by side."""
    add.tag("if report.vendors")
    add.line("{{ t('vendors.title') }}", "Heading 1", new_page=True)
    add.tag("endif")
    add.tag("for page in report.vendors")
    add.line("{{ page.plans }}", "Support")
    add.bullets("page.summary", "Normal")
    add.line("{{ t('vendors.side_by_side') }}", "Heading 2")
    _table_of(add, "page.side_by_side")
    add.tag("for vendor in page.vendors")
    add.line("{{ vendor.name }}{{ t('report.colon') }}{{ vendor.state }}", "Heading 3")
    add.tag("if vendor.notes")
    add.line("{{ vendor.notes }}", "Support")
    add.tag("endif")
    add.bullets("vendor.reasons")
    add.bullets("vendor['items']")
    add.tag("endfor")
    add.line("{{ t('vendors.ask_next') }}", "Heading 2")
    add.tag("for each in page.questions")
    add.line("{{ loop.index }}. {{ each.title }}", "Heading 4")
    add.line("{{ each.worth }}", "Support")
    add.line("{{ each.asked|join(' ') }}")
    add.tag("endfor")
    add.tag("if not page.questions")
    add.line("{{ t('vendors.nothing_to_ask') }}")
    add.tag("endif")
    add.tag("if page.more_questions")
    add.line("{{ page.more_questions }}", "Support")
    add.tag("endif")
    add.line("{{ t('vendors.steadiness') }}", "Heading 2")
    add.bullets("page.steadiness")
    add.tag("if page.matrix or page.alike")
    add.line("{{ t('vendors.matrix') }}", "Heading 2")
    add.tag("endif")
    add.tag("if page.matrix")
    _table_of(add, "page.matrix")
    add.tag("endif")
    add.tag("if page.alike")
    add.line("{{ page.alike }}", "Support")
    add.tag("endif")
    add.line("{{ t('vendors.scores') }}", "Heading 2")
    add.line("{{ t('vendors.scores_note') }}", "Support", leads=True)
    _table_of(add, "page.scores")
    add.heading("page.traced", "{{ t('vendors.traced') }}")
    add.bullets("page.traced", text="each[0] ~ t('report.colon') ~ each[1]")
    add.bullets("page.notes", "Support")
    add.tag("endfor")


def _table_of(add: Writer, rows: str) -> None:
    """Add a table of texts, the first row its head."""
    add.matrix(
        Matrix(
            corner=f"{{{{ {rows}[0][0] }}}}",
            columns=("text", f"{rows}[0][1:]"),
            heading="{{ text }}",
            rows=("row", f"{rows}[1:]"),
            first="{{ row[0] }}",
            entries=("text", "row[1:]"),
            cell="{{ text }}",
        )
    )
