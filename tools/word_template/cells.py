"""What a report says of one market cell, as tags: the page read first, pictures, numbers, plan items, proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from word_template.writer import Matrix

if TYPE_CHECKING:
    from word_template.writer import Writer

STANDINGS = ("strong", "missing", "between", "unknown")


def one_page(add: Writer) -> None:
    """Add the page of a market cell that is read in two minutes."""
    add.tag("if not loop.first or report.compared or report.brief")
    add.line("{{ cell.name }}", "Heading 1", new_page=True)
    add.tag("else")
    add.line("{{ cell.name }}", "Heading 1")
    add.tag("endif")
    add.line("{{ cell.decided }}", "Decided")
    add.tag("if cell.meaning")
    add.line("{{ cell.meaning }}", "Support")
    add.tag("endif")
    add.line("{{ cell.sentence }}")
    add.tag("if cell.override")
    add.line("{{ cell.override }}", "Intense Quote")
    add.tag("endif")
    add.bullets("cell.doubts", "Intense Quote")
    add.tag("if cell.economics")
    add.bullets("cell.economics.contradictions", "Intense Quote")
    add.tag("endif")
    add.tag("if cell.trend_findings")
    add.line("{{ cell.trend_findings }}", "Intense Quote")
    add.tag("endif")
    add.heading("cell.reasons", "{{ t('report.reasons') }}")
    add.bullets("cell.reasons")
    add.heading("cell.alternatives", "{{ t('report.alternatives') }}")
    add.tag("for other in cell.alternatives")
    add.line(
        "{{ other.sentence }}{% if other.changes %} {{ t('report.would_win', mode=other.mode) }}{% endif %}",
        "List Bullet",
    )
    add.bullets("other.changes", "List Bullet 2")
    add.tag("endfor")
    add.heading("cell.flips or cell.question or cell.open_facts", "{{ t('report.how_sure') }}")
    add.bullets("cell.flips")
    for name in ("question", "open_facts"):
        add.tag(f"if cell.{name}")
        add.line(f"{{{{ cell.{name} }}}}", "List Bullet")
        add.tag("endif")
    add.heading("cell.steps", "{{ t('report.next') }}")
    add.bullets("cell.steps", "List Bullet")


def pictures(add: Writer) -> None:
    """Add the pictures of a market cell, as tables."""
    add.line("{{ t('report.pictures') }}", "Heading 2", new_page=True)
    add.tag("for fall in cell.waterfalls")
    vetoed = "{% if fall.is_vetoed %} {{ t('advice.excluded') }}{% endif %}"
    add.line("{{ t('report.waterfall', mode=fall.mode) }}" + vetoed, "Heading 3")
    add.rows(
        ["{{ t('report.argument') }}", "{{ t('report.points') }}", "{{ t('report.sum') }}"],
        "fall.steps",
        "step",
        [
            "{{ step.title }}",
            "{{ t('advice.veto') if step.points is none else '%+d'|format(step.points) }}",
            "{{ '%+d'|format(step.end) }}",
        ],
        ["{{ t('report.sum') }}", "", "{{ '%+d'|format(fall.net) }}"],
    )
    add.tag("endfor")
    add.heading("cell.house", "{{ t('report.house') }}", "Heading 3")
    add.tag("for room in cell.house")
    add.line("{{ room.title }} {{ room.strong|length }}/{{ room.looked_at }}", "Heading 4")
    for key in STANDINGS:
        add.tag(f"if room.{key}")
        add.line(
            f"{{{{ t('report.{key}') }}}}{{{{ t('report.colon') }}}}{{{{ room.{key}|join(t('list.semicolon')) }}}}",
            "List Bullet",
        )
        add.tag("endif")
    add.tag("endfor")
    add.tag("if cell.lines")
    add.line("{{ t('report.lines') }}", "Heading 3")
    add.matrix(
        Matrix(
            corner="{{ t('report.line') }}",
            columns=("stage", "cell.lines.stages"),
            heading="{{ stage }}{% if loop.index0 == cell.lines.here %} {{ t('report.here') }}{% endif %}",
            rows=("title, today, row", "cell.lines.rows"),
            first="{{ title }} ({{ t('report.today', state=today) }})",
            entries=("each", "row"),
            cell="{% if each.is_planned %}● {% endif %}{{ each.title }}",
        )
    )
    add.tag("endif")
    add.tag("for grid in cell.grids")
    add.line("{{ grid.title }}", "Heading 3")
    add.matrix(
        Matrix(
            corner="{{ t('report.row') }}",
            columns=("option", "grid.options"),
            heading="{{ option }}",
            rows=("title, points", "grid.rows"),
            first="{{ title }}",
            entries=("each", "points"),
            cell="{% if each is not none %}● {{ '%+d'|format(each) }}{% endif %}",
        )
    )
    add.tag("endfor")


def economics(add: Writer) -> None:
    """Add the numbers of a market cell."""
    add.tag("if cell.economics")
    add.line("{{ t('report.economics') }}", "Heading 2")
    add.line("{{ cell.economics.basis }}", "Support")
    add.tag("if cell.economics.table")
    add.line("{{ t('report.contributions') }}{{ cell.economics.currency }}", "Heading 3")
    add.matrix(
        Matrix(
            corner="",
            columns=("text", "cell.economics.table[0][1:]"),
            heading="{{ text }}",
            rows=("row", "cell.economics.table[1:]"),
            first="{{ row[0] }}",
            entries=("text", "row[1:]"),
            cell="{{ text }}",
        )
    )
    add.tag("endif")
    add.bullets("cell.economics.best", "Normal")
    add.tag("for tornado in cell.economics.tornadoes")
    add.line("{{ tornado.title }}", "Heading 3")
    add.rows(
        ["{{ t('report.driver') }}", "{{ t('report.leads_to') }}{{ cell.economics.currency }}"],
        "tornado.bars",
        "each",
        ["{{ each.title }}", "{{ each.note }}"],
        wide=(9,),
    )
    add.tag("if tornado.more")
    add.line("{{ tornado.more }}", "Support")
    add.tag("endif")
    add.tag("endfor")
    add.tag("for title, figures in cell.economics.groups")
    add.line("{{ title }}", "Heading 3")
    add.rows(
        ["{{ t('report.result') }}", "{{ t('report.amount') }}", "{{ t('report.reckoned') }}"],
        "figures",
        "figure",
        [
            "{{ figure.title }}",
            "{{ figure.value }} {{ figure.remarks|join(' ') }}",
            "{{ figure.formula }} {{ figure.meaning }} {{ figure.support }}",
        ],
        wide=(4, 9),
    )
    add.tag("endfor")
    add.heading("cell.economics.fills", "{{ t('figures.fills') }}", "Heading 3")
    add.bullets("cell.economics.fills")
    missing = "{{ t('figures.missing', count=cell.economics.missing|length) }}"
    add.heading("cell.economics.missing", missing, "Heading 3")
    add.bullets("cell.economics.missing")
    add.tag("if cell.economics.counted_as_zero")
    add.line("{{ cell.economics.counted_as_zero }}", "Support")
    add.tag("endif")
    add.tag("endif")


def items(add: Writer, sequence: str, style: str) -> None:
    """Add the items of a plan, each under a heading of some style."""
    add.tag(f"for item in {sequence}")
    add.line("{{ item.title }} [{{ item.basis_title }}]", style)
    add.bullets("item.chosen", "Normal")
    add.line("{{ item.text }}")
    add.tag("for label, texts in item.parts")
    add.line("{{ label }}{{ t('report.colon') }}{{ texts|join(t('list.semicolon')) }}", "List Bullet")
    add.tag("endfor")
    add.bullets("item.blanks", "List Bullet", "each ~ t('report.colon') ~ '________'")
    add.tag("if item.carried_by")
    add.line("{{ t('plan.carried_by', items=item.carried_by) }}", "Support")
    add.tag("endif")
    add.line("{{ item.support }}", "Support")
    add.tag("endfor")


def proof(add: Writer) -> None:
    """Add the proof of a market cell."""
    add.line("{{ cell.proof_title }}", "Heading 1", new_page=True)
    add.tag("for proof in cell.proofs")
    add.line("{{ proof.title }}", "Heading 2")
    add.tag("for argument in proof.arguments")
    add.line("{{ argument.points }} {{ argument.title }} [{{ argument.basis_title }}]", "Heading 3")
    add.line("{{ argument.reason }}")
    add.line("{{ argument.support }}", "Support")
    add.tag("for depth, text in argument.grounds")
    add.line("{{ '　' * depth }}← {{ text }}", "Support")
    add.tag("endfor")
    add.tag("endfor")
    add.tag("endfor")
    for name, title in (("principles", "advice.principles"), ("sources", "explain.sources")):
        add.heading(f"cell.{name}", f"{{{{ t('{title}') }}}}", "Heading 2")
        add.bullets(f"cell.{name}")
    add.tag("if cell.likenesses")
    add.line("{{ t('report.similar') }}", "Heading 2")
    add.line("{{ t('similar.warning') }}", "Intense Quote")
    add.tag("endif")
    add.tag("for each in cell.likenesses")
    add.line("{{ each.title }}", "Heading 3")
    add.line("{{ each.used }}")
    add.line("{{ each.reason }}")
    add.line("{{ each.compared }}", "Support")
    add.tag("endfor")
