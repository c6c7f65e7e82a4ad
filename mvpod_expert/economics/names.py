"""The names the calculators know: the experts' file declares exactly these, and the formulas use exactly these."""

_KEYS = {
    "segments": "accounts visits_per_year hours_per_visit",
    "direct": "accounts_covered win_rate revenue_per_account reps cost_per_rep management_share ramp_cost fixed_cost"
    " variable_share cost_share",
    "channel": "accounts_covered win_rate revenue_per_account partner_margin management_cost market_development"
    " fixed_cost variable_share conflict_loss cost_share",
    "hybrid": "direct_accounts direct_win_rate direct_revenue_per_account direct_reps channel_accounts"
    " channel_win_rate channel_revenue_per_account channel_management_cost market_development coordination_cost"
    " conflict_loss",
    "partner": "sales people_cost required_return",
}
"""The inputs of each group."""

ECONOMICS_INPUTS = (
    "gross_margin",
    "selling_hours_per_rep",
    "reps_funded",
    *(f"{group}.{key}" for group, keys in _KEYS.items() for key in keys.split()),
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
