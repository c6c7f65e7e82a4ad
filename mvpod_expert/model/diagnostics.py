"""A finding about a file: what, where, and what was meant. The words for it are chosen by the views."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Literal

from mvpod_expert.errors import MvpodError
from mvpod_expert.model.frozen import FrozenModel, Result

Severity = Literal["error", "warning", "note"]
"""A note is worth knowing and may stay as it is; it changes no exit code."""


class Place(Result):
    """A place in a file as a person sees it: line and column count from 1; line 0 is the file as a whole.

    The excerpt is the text of the line around it, from a column on; the width is how many characters are meant.
    """

    file: str
    line: int = 0
    column: int = 0
    excerpt: str = ""
    excerpt_from: int = 1
    width: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Code(StrEnum):
    """Stable codes of the findings: 1xx reading a file, 2xx its shape, 3xx its meaning, 4xx what is proved of it."""

    FILE_MISSING = "MV101"
    FILE_IS_FOLDER = "MV102"
    FILE_UNREADABLE = "MV103"
    FILE_TOO_LARGE = "MV104"
    FILE_NOT_TEXT = "MV105"
    FILE_EMPTY = "MV106"
    FOLDER_MISSING = "MV107"
    FILE_OUTSIDE_HOME = "MV108"
    FILE_NOT_READ = "MV109"
    YAML_SYNTAX = "MV110"
    YAML_SEVERAL_DOCUMENTS = "MV111"
    YAML_TOO_MANY_ALIASES = "MV112"
    YAML_TOO_DEEP = "MV113"
    YAML_DUPLICATE_KEY = "MV114"
    YAML_BOOLEAN_WORD = "MV115"
    YAML_TAG = "MV116"
    YAML_KEY_NOT_TEXT = "MV117"
    YAML_CHARACTER = "MV118"
    NOT_A_FILE_IN_REVISION = "MV119"
    RESULT_NOT_JSON = "MV120"
    RESULT_FOREIGN = "MV121"
    RESULT_VERSION = "MV122"
    RESULT_MALFORMED = "MV123"
    KEY_UNKNOWN = "MV201"
    KEY_MISSING = "MV202"
    TYPE_WRONG = "MV203"
    VALUE_NOT_ALLOWED = "MV204"
    TEXT_EMPTY = "MV205"
    LIST_EMPTY = "MV206"
    ID_MALFORMED = "MV207"
    NUMBER_LIMIT = "MV208"
    TEXT_TOO_LONG = "MV209"
    FACT_UNKNOWN = "MV301"
    OPTION_UNKNOWN = "MV302"
    NUMBER_EXPECTED = "MV303"
    NUMBER_OUT_OF_RANGE = "MV304"
    NOT_APPLICABLE_REFUSED = "MV305"
    FACT_NOT_ASKED = "MV306"
    ID_TWICE = "MV307"
    REFERENCE_UNKNOWN = "MV308"
    SOURCE_NEEDED = "MV309"
    BANDS_DISORDERED = "MV310"
    OUTCOME_FOREIGN = "MV311"
    NOT_OF_DERIVED = "MV312"
    FACT_TOO_LATE = "MV313"
    CYCLE = "MV314"
    CONCLUSIONS_CONFLICT = "MV315"
    CONDITION_TOO_LARGE = "MV316"
    CONDITION_IMPOSSIBLE = "MV317"
    TEST_ALWAYS_TRUE = "MV318"
    COUNT_IMPOSSIBLE = "MV319"
    RESERVED_ID = "MV320"
    FACT_NEVER_CONCLUDED = "MV321"
    PASSAGE_MOVED = "MV322"
    PLAN_NOT_WHOLE = "MV323"
    ITEM_UNREACHED = "MV324"
    PRINCIPLE_UNUSED = "MV325"
    SOURCE_UNUSED = "MV326"
    TABLE_NOT_UTF8 = "MV340"
    TABLE_NOT_CSV = "MV341"
    TABLE_WITHOUT_HEADER = "MV342"
    COLUMN_UNKNOWN = "MV343"
    CELL_WITHOUT_COLUMN = "MV344"
    CELL_NO_VALUE = "MV345"
    ROWS_OVERLAP = "MV346"
    ROWS_MISSING = "MV347"
    ROW_REPEATS = "MV348"
    BLANK_UNKNOWN = "MV349"
    FIRES_ONLY_IN_DOUBT = "MV401"
    MODE_NEVER_ADVISED_THERE = "MV402"
    RULE_DUPLICATE = "MV403"
    RULE_ADDS_NOTHING = "MV404"
    EVIDENCE_TWICE = "MV405"
    MODE_NEVER_ADVISED = "MV406"
    NO_MODE_LEFT = "MV407"
    PLAN_LACKS_KIND = "MV408"
    ROW_FALLS_TO_NOBODY = "MV409"
    OPTION_NEVER_CHOSEN = "MV410"
    PROMISE_BROKEN = "MV411"
    FACT_NEVER_MATTERS = "MV412"
    LAW_BROKEN = "MV413"
    LAW_MISFIT = "MV353"
    DRAFT_NEEDED = "MV354"
    NOTHING_EXPECTED = "MV355"
    EXPECTATIONS_CONTRADICT = "MV356"
    TEST_CANNOT_RUN = "MV357"
    DAY_MALFORMED = "MV358"
    TEST_OF_TWO_CELLS = "MV359"
    FORMER_ID_TWICE = "MV350"
    FORMER_ID_IN_USE = "MV351"
    FORM_DIFFERS = "MV352"
    FACT_UNUSED = "MV327"
    STATE_NEVER_CONCLUDED = "MV328"
    CONCLUSION_UNUSED = "MV329"
    RULE_UNREACHABLE = "MV330"
    OPTIONS_ALIKE = "MV331"
    REVIEW_DUE = "MV332"
    DATE_MALFORMED = "MV333"
    TEXT_PLACEHOLDER = "MV334"
    TEXT_DESTROYED = "MV335"
    TEXT_LANGUAGE = "MV336"
    TEXT_NUMBERS = "MV337"
    TITLE_SHARED = "MV338"
    ALWAYS_FIRES = "MV339"
    RULES_CONTRADICT = "MV360"
    EVERY_MODE_VETOED = "MV361"
    RULE_COPIED = "MV362"
    SIGNATURE_MISSING = "MV363"
    COMMENT_EATS_TEXT = "MV364"
    CHARACTER_INVISIBLE = "MV377"
    ANY_OF_ONE = "MV365"
    ENTRY_AT_ODDS = "MV369"
    PHRASE_UNUSABLE = "MV368"
    CURRENCY_OTHER = "MV366"
    RATE_MISSING = "MV367"
    AMOUNT_EXPECTED = "MV370"
    AMOUNT_OUT_OF_RANGE = "MV371"
    AMOUNT_DISORDERED = "MV372"
    ACCOUNTS_EXCEEDED = "MV373"
    ECONOMICS_UNDECLARED = "MV374"
    FIGURE_UNKNOWN = "MV375"
    FILL_MISFIT = "MV376"
    PERIOD_UNREADABLE = "MV380"
    METRIC_UNKNOWN = "MV381"
    HISTORY_UNUSABLE = "MV382"
    VALUE_NOT_NUMBER = "MV383"
    RECORDED_OUT_OF_RANGE = "MV384"
    UNITS_MIXED = "MV385"
    UNIT_WRONG = "MV386"
    PERIOD_TWICE = "MV387"
    PERIODS_MIXED = "MV388"
    HISTORY_WITHOUT_HEADER = "MV389"
    VENDORS_UNDECLARED = "MV390"
    VENDOR_ENTRY_UNKNOWN = "MV391"
    SCORE_EXPECTED = "MV392"
    SCORE_FOLLOWS = "MV393"
    VENDOR_TABLE_MISFIT = "MV394"
    MEASURES_IN_CIRCLE = "MV395"
    STANDARD_MISFIT = "MV396"
    GAP_UNCLOSED = "MV397"
    MEASURE_UNCALLED = "MV398"
    AUDIT_UNDECLARED = "MV399"


class Diagnostic(FrozenModel):
    """One finding, one cause.

    Args:
        code: what kind of finding it is.
        place: where it is.
        about: the path to it by ids, such as `rules › hard-to-learn-product › when`.
        details: the words that fill the message's blanks.
        allowed: what may stand there instead.
        suggestion: the allowed word nearest to what was written.
        related: other places that take part, such as the other side of a conflict.
    """

    code: Code
    place: Place
    about: str = ""
    details: Mapping[str, str] = {}
    allowed: tuple[str, ...] = ()
    suggestion: str | None = None
    related: tuple[Place, ...] = ()
    severity: Severity = "error"


def warning(
    code: Code, place: Place, about: str, details: Mapping[str, str] | None = None, related: Iterable[Place] = ()
) -> Diagnostic:
    """Return a finding that stops nothing."""
    places = tuple(related)
    return Diagnostic(code=code, place=place, about=about, details=details or {}, related=places, severity="warning")


class UnusableInputError(MvpodError):
    """Files that cannot be used as they are; carries every finding in the order of the files, not only the first.

    Of files that have very many, more are only counted.
    """

    def __init__(self, diagnostics: Sequence[Diagnostic], only_counted: int = 0) -> None:
        super().__init__(f"{len(diagnostics) + only_counted} finding(s)")
        self.diagnostics = tuple(diagnostics)
        self.only_counted = only_counted
