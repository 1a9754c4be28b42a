"""Experts with one tie each to one application (rules §4): those that must be found, one that must not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ui.cli.demo.projects import Project
from ui.cli.demo.units import Unit

Record = dict[str, Any]
Plant = Callable[[Record, Project], str]


def half_width(name: str) -> str:
    """Return a name as another office typed it: brackets of half width (rules §5: the same unit)."""
    return name.replace("（", "(").replace("）", ")")


def _former_employee(record: Record, project: Project) -> str:
    """R03 by name alone, with brackets of half width."""
    name = half_width(project.unit.name)
    record["employment"].append({"name": name, "from": "2019-03-01", "to": "2024-06-30"})
    return ""


def _left_on(day: str) -> Plant:
    """Return a plant: employed by the applicant until ``day``."""

    def leave(record: Record, project: Project) -> str:
        unit = project.unit
        record["employment"].append(
            {"name": unit.name, "credit_code": unit.code, "from": "2018-07-01", "to": day}
        )
        return ""

    return leave


def _no_consent(record: Record, _project: Project) -> str:
    """The expert does not take part."""
    record["consent"] = False
    return "intake.roster.consent"


def _colleague(record: Record, project: Project) -> str:
    """R02: employed by the applicant."""
    unit: Unit = project.unit
    record.update(employer=unit.name, employer_code=unit.code, type="enterprise", post="首席科学家")
    return ""


def _director(record: Record, project: Project) -> str:
    """R04: independent director until last year."""
    unit = project.unit
    post = {"name": unit.name, "credit_code": unit.code, "post": "独立董事"}
    record["positions"] = [{**post, "from": "2021-05-01", "to": "2025-04-30"}]
    return ""


def _supervisor(record: Record, project: Project) -> str:
    """R07: the leader was the expert's doctoral student long ago; there is no limit in years."""
    leader = project.record["project_leader"]
    record["academic_links"] = [
        {"name": leader["name"], "employer": leader["employer"], "kind": "student", "year": 1995}
    ]
    return ""


def _coauthor(record: Record, project: Project) -> str:
    """R08: a joint paper with a core member within three years."""
    member = project.record["team"][1]["member"]
    record["coworks"] = [
        {
            "name": member["name"],
            "employer": member["employer"],
            "kind": "paper",
            "title": f"{project.subject}可靠性研究",
            "date": "2025-03-18",
        }
    ]
    return ""


def _serviced(record: Record, project: Project) -> str:
    """R09: paid advice for the applicant within three years."""
    service = {"name": project.unit.name, "credit_code": project.unit.code, "kind": "coaching"}
    record["services"] = [{**service, "date": "2025-11-05"}]
    return ""


def _guide(record: Record, project: Project) -> str:
    """R12: wrote the guide of the measure."""
    record["prior_roles"] = [{"measure": project.words.id, "kind": "guide"}]
    return ""


def _excluded(record: Record, project: Project) -> str:
    """R14: the applicant asks for the expert's exclusion."""
    reason = "曾任职的机构与本单位在同一细分市场竞争"
    wish = {"name": record["name"], "employer": record["employer"], "reason": reason}
    project.record["excluded_experts"] = [wish]
    return ""


def _homonym(record: Record, project: Project) -> str:
    """R15: bears the name of the applicant's contact, and is somebody else."""
    contact = project.record["contact"]
    record["name"] = contact["name"]
    record["birth_year"] = contact["birth_year"] - 9
    return ""


def _official(record: Record, _project: Project) -> str:
    """P06: staff of the competent authority may not review."""
    record["type"] = "competent_authority"
    record["post"] = "四级调研员"
    return ""


#: What is planted, by id, in the order in which experts are taken for it.
PLANTS: Final[Mapping[str, Plant]] = {
    "half-width-brackets": _former_employee,
    "no-consent": _no_consent,
    "same-employer": _colleague,
    "former-employer-within": _left_on("2023-11-22"),
    "former-employer-past": _left_on("2023-11-21"),
    "homonym": _homonym,
    "excluded-expert": _excluded,
    "conflict-r04": _director,
    "conflict-r07": _supervisor,
    "conflict-r08": _coauthor,
    "conflict-r09": _serviced,
    "conflict-r12": _guide,
    "official": _official,
}
#: Plants for which the applicant's name must have brackets of full width.
BRACKETED: Final = frozenset({"half-width-brackets"})
