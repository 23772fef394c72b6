"""The typed models that are the only definition of the scenario language, a file for each part."""

from simulator.scenario.schema.scenario import LANGUAGE_VERSION, Scenario

__all__ = ["LANGUAGE_VERSION", "Scenario"]
