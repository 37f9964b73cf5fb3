"""What all tests share: one Hypothesis profile, with no time limit for an example."""

from hypothesis import settings

settings.register_profile("depeche", deadline=None)
settings.load_profile("depeche")
