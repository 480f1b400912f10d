"""The agent's host side: into every process of the app before its first line, and from there to events."""

from privaudit.capture.agent.bundle import agent_sha256, agent_source
from privaudit.capture.agent.plan import install_request
from privaudit.capture.agent.sensor import AgentSensor
from privaudit.capture.agent.way import Held, Way

__all__ = ["AgentSensor", "Held", "Way", "agent_sha256", "agent_source", "install_request"]
