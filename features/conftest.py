"""The steps are known to every story."""

from features.audit_steps import *  # noqa: F403
from features.authoring_steps import *  # noqa: F403
from features.complete_steps import *  # noqa: F403
from features.conversation_steps import *  # noqa: F403
from features.economics_steps import *  # noqa: F403
from features.hand_over_steps import *  # noqa: F403
from features.plan_steps import *  # noqa: F403
from features.portfolio_steps import *  # noqa: F403
from features.questioning_steps import *  # noqa: F403
from features.report_steps import *  # noqa: F403
from features.steps import *  # noqa: F403
from features.trend_steps import *  # noqa: F403
from features.vendor_steps import *  # noqa: F403
