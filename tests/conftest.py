"""What all tests share: Hypothesis judges by what comes out, never by how long it took."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "eventpal", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("eventpal")
