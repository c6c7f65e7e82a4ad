"""The seam between advice on the mode and the capabilities beside it: economics, trends, vendors, audit.

A capability is a package. It declares here what it keeps in the shared models, what it reads, and what it computes;
the case reader, the adviser, reports, JSON, replay and the workbench know it through this module alone. A new one needs
its package, with an object `CAPABILITY` in its module `capability`, and one line in `REGISTERED`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, NamedTuple, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

    from mvpod_expert.authoring import Authoring
    from mvpod_expert.document.tree import Detail, Section
    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.entry_files import Library
    from mvpod_expert.loading.rule_files import SymbolTable
    from mvpod_expert.loading.yaml_nodes import Mapping as MappingNode
    from mvpod_expert.model.advice import Advice, Recommendation
    from mvpod_expert.model.cases import CaseFile, Cell
    from mvpod_expert.model.form import Field
    from mvpod_expert.model.frozen import FrozenModel
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.model.trace import Decision
    from mvpod_expert.views.messages import Messages

REGISTERED: dict[str, str] = {
    "economics": "mvpod_expert.economics",
    "metrics": "mvpod_expert.trends",
    "vendors": "mvpod_expert.vendors",
    "audit": "mvpod_expert.audit",
}
"""The package of each capability by its command, in the order of the help; the command is in its module `command`."""

ModelName = Literal["KnowledgeBase", "Cell", "CaseFile", "Advice", "Recommendation"]

T = TypeVar("T")


@dataclass(frozen=True)
class Part(Generic[T]):
    """A field that a capability adds to a shared model.

    Args:
        name: the field, and its name in JSON.
        kind: the type of what it holds, as `module:Name`, imported when a schema of the shared model is built: one, or
            none, where the default is none; several where it is `()`.
        default: what it is where the capability has nothing to say.
    """

    name: str
    kind: str
    default: Any = None

    def __get_pydantic_core_schema__(self, _: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return how pydantic checks and writes the field; most commands never ask."""
        kind = named(self.kind)
        return handler.generate_schema(kind | None if self.default is None else tuple.__class_getitem__((kind, ...)))

    def of(self, model: FrozenModel) -> T:
        """Return what a shared model has there."""
        return cast("T", getattr(model, self.name, self.default))


class KnowledgeSource(NamedTuple):
    """What a capability reads its own knowledge with: files, what entries may name, and the rules of the advice."""

    library: Library
    symbols: SymbolTable
    rules: Mapping[str, Rule]


class CaseSection(Protocol):
    """Reads what a case file says under the keys of one capability. Each method may do nothing."""

    def read_shared(self, node: MappingNode, *, has_cells: bool) -> Mapping[str, Any]:
        """Return the parts of `Cell` that stand at the top of the file, for cells without their own."""
        return {}

    def read_cell(self, node: MappingNode, cell: str, shared: Cell) -> Mapping[str, Any]:
        """Return the parts of one `Cell`, from its entry, its id and what all cells of the file share."""
        return {}

    def read_case(self, node: MappingNode, cells: tuple[Cell, ...]) -> Mapping[str, Any]:
        """Return the parts of `CaseFile`."""
        return {}


class CaseContext(NamedTuple):
    """What a section of a case file in a folder is read with; former ids of facts and options may be understood."""

    knowledge: KnowledgeBase
    report: DiagnosticCollector
    folder: Path
    takes_former: bool = True


class Service(Protocol):
    """What a capability computes for one adviser. Each method may do nothing."""

    def fill(self, cell: Cell) -> Cell:
        """Return the cell with the answers that the capability's inputs settle."""
        return cell

    def of_cell(self, cell: Cell, decision: Decision) -> Mapping[str, Any]:
        """Return the parts of one cell's `Advice`."""
        return {}

    def contradicts(self, parts: Mapping[str, Any]) -> bool:
        """Return whether the parts of one cell's `Advice` contradict what the rules decided, or what was answered."""
        return False

    def of_case(self, case: CaseFile, advised: Sequence[Advice]) -> Mapping[str, tuple[Any, ...]]:
        """Return the parts of the `Recommendation` that one case adds to."""
        return {}


class ServiceContext(NamedTuple):
    """What a service works with: the engine by name, or the default one, and settings such as the number of draws."""

    knowledge: KnowledgeBase
    base: RuleBase
    engine: str | None
    settings: Mapping[str, Any] = MappingProxyType({})


class ReportPart(NamedTuple):
    """What a capability adds to a report: what the page read first calls it and says of it, and its section.

    `cell` is the market cell whose section holds it; none for a part beside the cells.
    """

    brief: str
    lines: tuple[str, ...]
    section: Section
    cell: str | None = None


class Presenter:
    """Presents the results of one capability in documents. Each method may do nothing."""

    order: ClassVar[int] = 9
    """Where its part stands in a report beside the market cells; what is settled between them has `BETWEEN`."""

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.knowledge, self.t = knowledge, t

    def warnings(self, advice: Advice) -> Iterator[str]:
        """Return what the first page of a market cell warns of."""
        yield from ()

    def of_items(self, advice: Advice) -> Mapping[str, str]:
        """Return what the numbers of a cell say of catalogue items, by id: a metric's value today, a move's cost."""
        return {}

    def of_cell(self, advice: Advice) -> Iterator[Section]:
        """Return in short what stands with the advice on a market cell."""
        yield from ()

    def of_client(self, recommendation: Recommendation) -> Iterator[Section]:
        """Return in short what stands after all market cells."""
        yield from ()

    def in_report(
        self, recommendation: Recommendation, names: Mapping[str, str], detail: Detail
    ) -> Iterator[ReportPart]:
        """Return what a report says of the advice on one client; `names` is what the market cells are called."""
        yield from ()


BETWEEN = 2


class Form:
    """The fields of one section of a case, as an interview asks for them in one language.

    Attributes:
        key: the section's key in a case file.
        heading: the message that says what the section is called.
        is_of_cell: each market cell has its own; else one holds for the whole case.
    """

    key: ClassVar[str]
    heading: ClassVar[str]
    is_of_cell: ClassVar[bool]

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.knowledge, self.t = knowledge, t
        self.title = t(self.heading)

    def fields(self, section: Any) -> Iterator[Field]:
        """Return what can be filled in, in order; what the section says already, as plain data, may call for more."""
        yield from ()


class Capability:
    """One capability beside the advice on the mode.

    What reads, computes and presents is found by name in its package, and imported when it is asked for:
    `read_knowledge` in the module `knowledge_reader`, `SECTION` in `case_section`, `SERVICE` in `service`, `PRESENTER`
    in `sections`; `FORM` in `case_section` and `AUTHORING` in `authoring`, which it may do without.

    Args:
        key: its name, under which its service is found, and the part of `KnowledgeBase` that it reads.
        parts: the fields it adds to the shared models.
        case_keys: the keys of a case file that it reads.
        cell_keys: its keys within a market cell.
        standalone_keys: those of its keys that make a case by themselves, without any answer.
        documents: the documents whose JSON Schema `mvpod schema` prints, by name, as `module:Name`.
    """

    key: ClassVar[str]
    parts: ClassVar[Mapping[ModelName, tuple[Part[Any], ...]]]
    case_keys: ClassVar[tuple[str, ...]]
    cell_keys: ClassVar[tuple[str, ...]] = ()
    standalone_keys: ClassVar[tuple[str, ...]] = ()
    documents: ClassVar[Mapping[str, str]] = MappingProxyType({})

    def _own(self, module: str, name: str, default: Any = None) -> Any:
        package = type(self).__module__.rpartition(".")[0]
        if default is not None and find_spec(f"{package}.{module}") is None:
            return default
        return getattr(import_module(f"{package}.{module}"), name)

    def read_knowledge(self, source: KnowledgeSource) -> Mapping[str, Any]:
        """Return the parts of `KnowledgeBase`; a home may have none."""
        return {self.key: self._own("knowledge_reader", "read_knowledge")(source)}

    def case_section(self, context: CaseContext) -> CaseSection:
        """Return what reads the capability's keys in a case file; asked when one of them is there."""
        return cast("CaseSection", self._own("case_section", "SECTION")(context))

    def own_rules(self, knowledge: KnowledgeBase) -> KnowledgeBase | None:
        """Return the capability's own rules with its own facts and items, without what the home shares."""
        return None

    def unread(self, case: CaseFile) -> Mapping[str, Sequence[str]]:
        """Return what the files that a case names hold and was left out, such as hidden sheets, by file."""
        return {}

    def authoring(self) -> Authoring:
        """Return what the workbench knows of it."""
        from mvpod_expert.authoring import Authoring  # noqa: PLC0415 - the advice never asks

        return cast("Authoring", self._own("authoring", "AUTHORING", Authoring()))

    def form(self, knowledge: KnowledgeBase, t: Messages) -> Form | None:
        """Return what can be filled in at an interview, in the words of one language; asked when somebody wants to."""
        return cast("Form | None", self._own("case_section", "FORM", lambda *_: None)(knowledge, t))

    def service(self, context: ServiceContext) -> Service:
        """Return what computes for one adviser; asked when a case has something of the capability."""
        return cast("Service", self._own("service", "SERVICE")(context))

    def presenter(self, knowledge: KnowledgeBase, t: Messages) -> Presenter:
        """Return what presents the results in one language; asked when there are any."""
        return cast("Presenter", self._own("sections", "PRESENTER")(knowledge, t))


def named(model: str) -> Any:
    """Return what `module:Name` names."""
    module, _, name = model.partition(":")
    return getattr(import_module(module), name)


def registered() -> Iterator[Capability]:
    """Return the registered capabilities, each imported when it is reached."""
    for package in REGISTERED.values():
        yield import_module(f"{package}.capability").CAPABILITY


def has_part(capability: Capability, *models: FrozenModel) -> bool:
    """Return whether one of some shared models holds something of a capability."""
    return any(
        getattr(model, part.name, None) not in (None, ())
        for model in models
        for part in capability.parts.get(cast("ModelName", type(model).__name__), ())
    )


def rulesets(knowledge: KnowledgeBase) -> dict[str, KnowledgeBase]:
    """Return the rule sets of the capabilities of a home, by capability: with catalogue, principles and sources."""
    shared = {"principles": knowledge.principles, "sources": knowledge.sources}
    found = ((capability.key, capability.own_rules(knowledge)) for capability in registered())
    rulesets = ((key, own) for key, own in found if own is not None)
    return {
        key: own.model_copy(update={**shared, "shelves": (*knowledge.shelves, *own.shelves)}) for key, own in rulesets
    }
