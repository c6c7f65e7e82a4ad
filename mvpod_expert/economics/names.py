"""The names the calculators know: the experts' file declares exactly these, and the formulas use exactly these."""

GROUPS = ("direct", "channel", "hybrid", "partner")

ECONOMICS_INPUTS = (
    "gross_margin",
    "selling_hours_per_rep",
    "reps_funded",
    "segments.accounts",
    "segments.visits_per_year",
    "segments.hours_per_visit",
    "direct.accounts_covered",
    "direct.win_rate",
    "direct.revenue_per_account",
    "direct.reps",
    "direct.cost_per_rep",
    "direct.management_share",
    "direct.ramp_cost",
    "direct.fixed_cost",
    "direct.variable_share",
    "direct.cost_share",
    "channel.accounts_covered",
    "channel.win_rate",
    "channel.revenue_per_account",
    "channel.partner_margin",
    "channel.management_cost",
    "channel.market_development",
    "channel.fixed_cost",
    "channel.variable_share",
    "channel.conflict_loss",
    "channel.cost_share",
    "hybrid.direct_accounts",
    "hybrid.direct_win_rate",
    "hybrid.direct_revenue_per_account",
    "hybrid.direct_reps",
    "hybrid.channel_accounts",
    "hybrid.channel_win_rate",
    "hybrid.channel_revenue_per_account",
    "hybrid.channel_management_cost",
    "hybrid.market_development",
    "hybrid.coordination_cost",
    "hybrid.conflict_loss",
    "partner.sales",
    "partner.people_cost",
    "partner.required_return",
)

CONTRIBUTIONS = {
    "direct": "direct_contribution",
    "channel": "channel_contribution",
    "hybrid": "hybrid_contribution",
}
"""The result that says what each mode contributes."""

DIRECT_SEGMENTS = "direct_segments"
"""The key in the group `hybrid` that names the segments of the direct route."""

LEG_REPS = "hybrid_reps"
MIXED = "hybrid"
"""The mode of two routes, which the synergy is about."""

SYNERGY = "synergy"
CROSSING = "indifference_volume"

PARTS = (
    "gross_profit",
    "people",
    "ramp",
    "partner_margin",
    "channel_management",
    "market_development",
    "variable",
    "fixed",
    "coordination",
    "conflict",
)
"""What a contribution is the sum of."""
