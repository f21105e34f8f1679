"""What every test relies on: hypothesis without chance or deadlines, so that a run here and a run in CI are the same run."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "project", derandomize=True, deadline=None, max_examples=40, database=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("project")
