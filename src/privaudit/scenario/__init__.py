"""Scenarios: Maestro's flow language, and what an audit adds to it, read into a plan and run on a stage."""

from privaudit.scenario.load import load_plan
from privaudit.scenario.run import PlanResult, run_plan

__all__ = ["PlanResult", "load_plan", "run_plan"]
