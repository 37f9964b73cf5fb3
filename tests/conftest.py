"""What all tests share: one Hypothesis profile, without a time limit on shared machines."""

from hypothesis import settings

settings.register_profile("depeche", deadline=None)
settings.load_profile("depeche")
