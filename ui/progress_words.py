"""Words for where a round stands, for windows and command line; without Qt."""

from __future__ import annotations

from collections.abc import Mapping

from resources.reader import Texts
from zgc_review.services.progress import NextAct, Step


def act_title(texts: Texts, act: NextAct) -> str:
    """Return the next act as a heading."""
    return texts.get(f"progress.act.{act.code}.title", **_shown(act.params))


def act_text(texts: Texts, act: NextAct) -> str:
    """Return what stands below that heading."""
    return texts.get(f"progress.act.{act.code}.text", **_shown(act.params))


def step_name(texts: Texts, step: Step) -> str:
    """Return the name of a step."""
    return texts.get(f"progress.step.{step.name}")


def step_count(texts: Texts, step: Step) -> str:
    """Return how much of a step is done, empty before anything is there."""
    return texts.get(f"progress.count.{step.count}", **_shown(step.params)) if step.count else ""


def step_problem(texts: Texts, step: Step) -> str:
    """Return what is not as it should be at a step, empty where all is well."""
    if not step.problem:
        return ""
    return texts.get(f"progress.problem.{step.problem}", **_shown(step.problem_params))


def _shown(params: Mapping[str, str | int]) -> dict[str, str]:
    """Return the parameters as they are shown: thousands have commas."""
    return {name: f"{value:,}" if isinstance(value, int) else value for name, value in params.items()}
